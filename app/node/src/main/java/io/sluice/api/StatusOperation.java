package io.sluice.api;

import io.sluice.bottleneck.ClusterBottleneck;
import io.sluice.ledger.ClosedOrigins;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.feed.Feeds;
import io.sluice.ledger.node.NodeList;
import io.sluice.server.Json;
import io.sluice.view.BottleneckView;
import io.sluice.view.StatusView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How things are: the node, all nodes and channels by state, rates, closed origins, stuck items.
 */
final class StatusOperation {
  private static final double MILLIS = 1000;
  private static final double PERCENT = 100;

  private final NodeFacts facts;
  private final ChannelList channels;
  private final Feeds feeds;
  private final NodeList nodes;
  private final ClosedOrigins closed;
  private final Rates rates;

  StatusOperation(
      NodeFacts facts,
      ChannelList channels,
      Feeds feeds,
      NodeList nodes,
      ClosedOrigins closed,
      Rates rates) {
    this.facts = facts;
    this.channels = channels;
    this.feeds = feeds;
    this.nodes = nodes;
    this.closed = closed;
    this.rates = rates;
  }

  /** Asks the database, so it is for threads that may wait. */
  StatusView now() {
    return new StatusView(
        node(),
        nodesByState(),
        channels.byState(),
        feeds.all().stream().map(FeedViews::of).toList(),
        ChannelViews.counters(channels.total()),
        rates.ofAll(System.nanoTime()),
        closed(),
        facts.stuck().get().stream()
            .map(
                item ->
                    new StatusView.StuckItem(
                        item.stage(),
                        item.channel(),
                        item.item(),
                        item.ageSeconds(),
                        "process %d on %s".formatted(facts.process(), facts.host())))
            .toList(),
        facts.waiting().get(),
        bottleneck(facts.bottleneck().get()));
  }

  private static BottleneckView bottleneck(ClusterBottleneck now) {
    var found = now.found();
    return new BottleneckView(
        found.cause().word(),
        rounded(found.share()),
        found.words(),
        found.knob(),
        found.gain(),
        now.node(),
        now.nodes().stream().map(StatusOperation::ofNode).toList());
  }

  private static BottleneckView.OfNode ofNode(ClusterBottleneck.Named node) {
    var found = node.found();
    return new BottleneckView.OfNode(
        node.name(),
        rounded(node.runs()),
        found.cause().word(),
        rounded(found.share()),
        found.words(),
        found.knob(),
        found.gain());
  }

  private static double rounded(double value) {
    return Math.round(value * PERCENT) / PERCENT;
  }

  private Map<String, Long> nodesByState() {
    return nodes.live().stream()
        .collect(
            Collectors.groupingBy(
                row -> row.state().name().toLowerCase(Locale.ROOT), Collectors.counting()));
  }

  private StatusView.Node node() {
    var runtime = Runtime.getRuntime();
    var now = facts.now().get();
    return new StatusView.Node(
        facts.id().toString(),
        facts.host(),
        facts.process(),
        facts.version(),
        Json.time(facts.startedAt()),
        Duration.between(facts.startedAt(), Instant.now()).toMillis() / MILLIS,
        runtime.totalMemory() - runtime.freeMemory(),
        runtime.maxMemory(),
        now.bytesInFlight(),
        now.placesUsed(),
        now.places(),
        now.connections(),
        now.mostConnections());
  }

  private List<StatusView.ClosedOrigin> closed() {
    return closed.all().stream()
        .map(
            closing ->
                new StatusView.ClosedOrigin(
                    closing.origin(),
                    Json.time(closing.until()),
                    closing.secondsLeft(),
                    closing.reason()))
        .toList();
  }
}
