package io.sluice.view;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How things are: the node that answers, all nodes and channels by state, what is in the way. */
public record StatusView(
    Node node,
    Map<String, Long> nodes,
    Map<String, Long> channels,
    List<FeedView> feeds,
    CountersView counters,
    RateView rate,
    List<ClosedOrigin> closedOrigins,
    List<StuckItem> stuck,
    Map<String, Long> waiting,
    BottleneckView bottleneck) {

  public StatusView {
    Objects.requireNonNull(node, "no node");
    nodes = nodes == null ? Map.of() : nodes;
    channels = channels == null ? Map.of() : channels;
    feeds = Lists.orNone(feeds);
    counters = counters == null ? CountersView.NONE : counters;
    rate = rate == null ? RateView.NONE : rate;
    closedOrigins = Lists.orNone(closedOrigins);
    stuck = Lists.orNone(stuck);
    waiting = waiting == null ? Map.of() : waiting;
    bottleneck = bottleneck == null ? BottleneckView.UNKNOWN : bottleneck;
  }

  /** The node that answers. */
  public record Node(
      String id,
      String host,
      long process,
      String version,
      String startedAt,
      double uptimeSeconds,
      long heapBytes,
      long heapMaxBytes,
      long bytesInFlight,
      int placesUsed,
      int places,
      int databaseConnections,
      int databaseConnectionsMax) {}

  /** A site that takes no requests for a while. */
  public record ClosedOrigin(String origin, String until, double secondsLeft, String reason) {}

  /** What is in one stage for too long. */
  public record StuckItem(
      String stage, String channel, String item, double ageSeconds, String node) {}
}
