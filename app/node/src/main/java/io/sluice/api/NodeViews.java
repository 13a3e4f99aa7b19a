package io.sluice.api;

import io.sluice.cluster.Members;
import io.sluice.ledger.node.NodeRow;
import io.sluice.server.Json;
import io.sluice.view.NodeView;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Nodes as the API shows them. */
final class NodeViews {
  private static final double MILLIS = 1000;

  private NodeViews() {}

  /**
   * @param seen null if it is no member
   * @param count null if it is not known
   */
  static NodeView of(NodeRow row, Members.Seen seen, ShardCounts.Count count, boolean self) {
    var load = row.load();
    return new NodeView(
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
        load.channels().places(),
        load.channels().running().size(),
        load.channels().waiting().size(),
        load.channels().running(),
        load.channels().waiting(),
        load.chunks().places(),
        load.chunks().running().size(),
        load.chunks().waiting().size(),
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
