package io.sluice.view;

import java.util.List;
import java.util.Objects;

/**
 * A node: what its row tells, and what the answering node sees of it, which is null where it sees
 * nothing.
 */
public record NodeView(
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
    int chunkPlaces,
    int runningChunks,
    int waitingChunks,
    double messagesPerSecond,
    double imagesPerSecond,
    long heapBytes,
    long heapMaxBytes,
    Integer shards,
    Integer channels,
    String reason) {

  public NodeView {
    Objects.requireNonNull(id, "a node without an id");
    Objects.requireNonNull(state, "a node without a state");
    roles = Lists.orNone(roles);
    runningChannels = Lists.orNone(runningChannels);
    waitingChannels = Lists.orNone(waitingChannels);
  }
}
