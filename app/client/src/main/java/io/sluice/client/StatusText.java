package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.BottleneckView;
import io.sluice.view.CountersView;
import io.sluice.view.FeedView;
import io.sluice.view.RateView;
import io.sluice.view.StatusView;
import java.util.ArrayList;
import java.util.List;

/** A node's status as lines for people. */
final class StatusText {
  private StatusText() {}

  static List<String> of(StatusView status) {
    var node = status.node();
    var counters = status.counters();
    var table = new Table(2, "node", Printable.text(node.host()) + ", process " + node.process());
    table.row("version", node.version());
    table.row("up", Figures.time(node.uptimeSeconds()));
    table.row(
        "heap",
        "%s of %s MiB, %s MiB of photos in work"
            .formatted(
                Figures.mebibytes(node.heapBytes()),
                Figures.mebibytes(node.heapMaxBytes()),
                Figures.mebibytes(node.bytesInFlight())));
    table.row(
        "database",
        "%d of %d connections"
            .formatted(node.databaseConnections(), node.databaseConnectionsMax()));
    table.row("places", "%d of %d".formatted(node.placesUsed(), node.places()));
    table.row("nodes", Figures.parts(status.nodes()));
    table.row("channels", Figures.parts(status.channels()));
    status.feeds().forEach(feed -> table.row("feed", feed(feed)));
    table.row("rate", rate(status.rate()));
    table.row("stored", stored(counters));
    table.row("pictures", pictures(counters));
    if (!status.bottleneck().words().isEmpty()) {
      table.row("bottleneck", bottleneck(status.bottleneck()));
    }
    status.closedOrigins().forEach(closed -> table.row("closed", closed(closed)));
    status.stuck().forEach(stuck -> table.row("stuck", stuck(stuck)));
    return table.lines();
  }

  /** {@code database: 3.9 of 4.0 runs wait ...; CONSUMER_BATCH_SIZE=100: up to twice as many}. */
  static String bottleneck(BottleneckView now) {
    var knob = now.knob().isEmpty() ? "" : "; %s: %s".formatted(now.knob(), now.gain());
    return Printable.text("%s: %s%s".formatted(now.cause(), now.words(), knob));
  }

  private static String feed(FeedView feed) {
    return "%s: %s, %s stored, lag %s, %s pending, %s dead letters, %s/s"
        .formatted(
            feed.name(),
            feed.state(),
            Figures.count(feed.counters().stored()),
            ConsumerShowCommand.known(feed.lag()),
            ConsumerShowCommand.known(feed.pending()),
            Figures.deadLetters(feed.deadLetters()),
            Figures.rate(feed.entriesPerSecond()));
  }

  static String stored(CountersView counters) {
    return "%s messages of %s read, %s photos, %s failed"
        .formatted(
            Figures.count(counters.messages()),
            Figures.count(counters.read()),
            Figures.count(counters.photos()),
            Figures.count(counters.photosFailed()));
  }

  static String pictures(CountersView counters) {
    return Figures.megabytes(counters.bytesBefore())
        + " came, "
        + Figures.megabytes(counters.bytesAfter())
        + " kept";
  }

  /** What changes from second to second, for below the channels' lines. */
  static List<String> live(StatusView status) {
    var node = status.node();
    var lines = new ArrayList<String>();
    lines.add(
        "node %s: %s, heap %s of %s MiB, pool %d of %d, places %d of %d; channels: %s"
            .formatted(
                Printable.text(node.host()),
                rate(status.rate()),
                Figures.mebibytes(node.heapBytes()),
                Figures.mebibytes(node.heapMaxBytes()),
                node.databaseConnections(),
                node.databaseConnectionsMax(),
                node.placesUsed(),
                node.places(),
                Figures.parts(status.channels())));
    status.closedOrigins().forEach(closed -> lines.add(closed(closed)));
    status.stuck().forEach(stuck -> lines.add("stuck: " + stuck(stuck)));
    return lines;
  }

  static String closed(StatusView.ClosedOrigin closed) {
    return Printable.text(
        "%s: closed for another %s: %s"
            .formatted(closed.origin(), Figures.time(closed.secondsLeft()), closed.reason()));
  }

  private static String stuck(StatusView.StuckItem stuck) {
    return Printable.text(
        "%s of %s has been in stage %s for %s, on %s"
            .formatted(
                stuck.item(),
                stuck.channel(),
                stuck.stage(),
                Figures.time(stuck.ageSeconds()),
                stuck.node()));
  }

  static String rate(RateView rate) {
    return "%s messages/s, %s photos/s"
        .formatted(Figures.rate(rate.messagesPerSecond()), Figures.rate(rate.photosPerSecond()));
  }
}
