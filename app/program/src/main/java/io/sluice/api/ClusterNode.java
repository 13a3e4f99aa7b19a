package io.sluice.api;

import io.sluice.cluster.Members;
import io.sluice.ledger.node.NodeRow;
import io.sluice.server.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A node as the API shows it: what its row tells, and what the answering node sees of it, which is
 * null where it sees nothing.
 */
record ClusterNode(
    String id,
    String address,
    String host,
    long process,
    String version,
    List<String> roles,
    String state,
    String member,
    Boolean reachable,
    boolean self,
    boolean oldest,
    boolean leader,
    String apiUrl,
    String startedAt,
    double uptimeSeconds,
    double lastSeenSeconds,
    int places,
    int running,
    int waiting,
    List<Long> runningChannels,
    List<Long> waitingChannels,
    double messagesPerSecond,
    double imagesPerSecond,
    long heapBytes,
    long heapMaxBytes,
    Integer shards,
    Integer channels,
    String reason) {
  private static final double MILLIS = 1000;

  /**
   * @param seen null if it is no member
   * @param count null if it is not known
   */
  static ClusterNode of(NodeRow row, Members.Seen seen, ShardCounts.Count count, boolean self) {
    var load = row.load();
    return new ClusterNode(
        row.id().toString(),
        row.address().orElse(null),
        row.process().host(),
        row.process().number(),
        row.version(),
        seen == null ? List.of() : seen.roles(),
        row.state().name().toLowerCase(Locale.ROOT),
        seen == null ? null : seen.status(),
        seen == null ? null : seen.reachable(),
        self,
        seen != null && seen.oldest(),
        seen != null && seen.leader(),
        row.api().orElse(null),
        Json.time(row.process().startedAt()),
        uptime(row),
        row.silentSeconds(),
        load.places(),
        load.running().size(),
        load.waiting().size(),
        load.running(),
        load.waiting(),
        load.messagesPerSecond(),
        load.imagesPerSecond(),
        load.heapBytes(),
        load.heapMaxBytes(),
        count == null ? null : count.shards(),
        count == null ? null : count.channels(),
        row.reason().orElse(null));
  }

  /** Of one that has ended: until it was last heard of. */
  private static double uptime(NodeRow row) {
    double heard = Duration.between(row.process().startedAt(), row.lastSeen()).toMillis() / MILLIS;
    return Math.max(0, row.state().isLive() ? heard + row.silentSeconds() : heard);
  }
}
