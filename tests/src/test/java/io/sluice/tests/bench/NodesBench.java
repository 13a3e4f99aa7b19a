package io.sluice.tests.bench;

import io.sluice.standin.StandIn;
import io.sluice.standin.StandInOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Measures what a second and a third node bring where nodes wait for the site, which takes 200 ms
 * for an answer, and not for their processor.
 */
final class NodesBench {
  private static final int MOST_NODES = 3;
  private static final int PLACES = 4;
  private static final int CHANNELS = MOST_NODES * PLACES;
  private static final int PAGES_PER_SECOND = 1000;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration TIME = Duration.ofSeconds(20);
  private static final double NANOS = 1e9;

  private NodesBench() {}

  static void run(Path work) throws IOException, InterruptedException {
    var options =
        StandInOptions.defaults()
            .withChannels(CHANNELS)
            .withMessages(12_000)
            .withPhotoShare(0)
            .withLatencyMs(200);
    try (var site = StandIn.start(options)) {
      // They are thought up when first asked for.
      site.channels().forEach(channel -> channel.posts());
      System.out.printf("Messages/s, %d channels, %d places a node%n", CHANNELS, PLACES);
      System.out.printf(
          "%-8s%12s%8s%22s%22s%n",
          "nodes", "messages/s", "ratio", "CPU ms/1,000, nodes", "and database");
      double one = Double.NaN;
      for (int nodes = 1; nodes <= MOST_NODES; nodes++) {
        var found = measure(work.resolve("nodes-" + nodes), site, nodes);
        one = nodes == 1 ? found.rate() : one;
        System.out.printf(
            "%-8d%12.0f%8.2f%22.0f%22.0f%n",
            nodes,
            found.rate(),
            found.rate() / one,
            1e6 * found.nodeCpu() / found.messages(),
            1e6 * found.databaseCpu() / found.messages());
      }
    }
  }

  /** In so many seconds, with CPU seconds. */
  private record Measured(long messages, double seconds, double nodeCpu, double databaseCpu) {
    double rate() {
      return messages / seconds;
    }
  }

  private static Measured measure(Path work, StandIn site, int nodes)
      throws IOException, InterruptedException {
    try (var cluster = new BenchCluster(work, site, PLACES, PAGES_PER_SECOND)) {
      for (int node = 0; node < nodes; node++) {
        cluster.start();
      }
      cluster.collect(CHANNELS);
      cluster.await(
          "all places to be taken",
          () ->
              cluster.nodes().stream()
                  .map(cluster::runs)
                  .allMatch(runs -> runs.size() == PLACES && cluster.haveStored(runs)));
      TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
      long began = System.nanoTime();
      long before = cluster.messages();
      double nodeCpu = cluster.nodeCpu();
      double databaseCpu = cluster.databaseCpu();
      TimeUnit.NANOSECONDS.sleep(TIME.toNanos());
      var found =
          new Measured(
              cluster.messages() - before,
              (System.nanoTime() - began) / NANOS,
              cluster.nodeCpu() - nodeCpu,
              cluster.databaseCpu() - databaseCpu);
      if (cluster.nodes().stream().anyMatch(node -> cluster.runs(node).size() < PLACES)) {
        throw new IllegalStateException("a channel was complete too early: raise its messages");
      }
      return found;
    }
  }
}
