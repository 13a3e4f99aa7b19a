package io.sluice.tests.bench;

import io.sluice.standin.StandIn;
import io.sluice.standin.StandInOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Measures how long channels stand still when their node goes, and how soon a node that comes has
 * work: seconds from the event until all affected channels have stored something in a new run.
 */
final class TakeoverBench {
  private static final int CHANNELS = 6;
  private static final int PAGES_PER_SECOND = 12;
  private static final double NANOS = 1e9;

  private final Path work;
  private final StandIn site;
  private final int runs;
  private int clusters;

  private TakeoverBench(Path work, StandIn site, int runs) {
    this.work = work;
    this.site = site;
    this.runs = runs;
  }

  /** How a node goes. */
  private enum Going {
    KILL("SIGKILL"),
    TERM("SIGTERM"),
    DRAIN("drain");

    private final String label;

    Going(String label) {
      this.label = label;
    }

    void go(BenchNode node) throws InterruptedException {
      switch (this) {
        case KILL -> node.kill();
        case TERM -> node.terminate();
        case DRAIN ->
            node.post(
                "/api/nodes/%s/drain".formatted(node.get("/api/status").at("/node/id").asText()));
      }
    }
  }

  /** One measurement, in seconds. */
  private interface Measurement {
    double seconds() throws IOException, InterruptedException;
  }

  static void run(Path work, int runs) throws IOException, InterruptedException {
    var options =
        StandInOptions.defaults()
            .withChannels(CHANNELS)
            .withMessages(20_000)
            .withPhotoShare(0)
            .withLatencyMs(200);
    try (var site = StandIn.start(options)) {
      // They are thought up when first asked for.
      site.channels().forEach(channel -> channel.posts());
      new TakeoverBench(work, site, runs).measure();
    }
  }

  private void measure() throws IOException, InterruptedException {
    System.out.printf(
        "Seconds until all affected channels store again, %d channels, %d runs each%n",
        CHANNELS, runs);
    System.out.printf("%-10s%-10s%-12s%8s%16s%n", "event", "node", "of nodes", "median", "range");
    for (var going : Going.values()) {
      for (int nodes = 2; nodes <= 3; nodes++) {
        int count = nodes;
        line(going.label, "oldest", nodes, () -> goes(going, count, true));
        line(going.label, "youngest", nodes, () -> goes(going, count, false));
      }
    }
    for (int nodes = 1; nodes <= 2; nodes++) {
      int count = nodes;
      line("join", "new", nodes + 1, () -> joins(count));
    }
  }

  private void line(String event, String node, int nodes, Measurement measurement)
      throws IOException, InterruptedException {
    var seconds = new double[runs];
    for (int run = 0; run < runs; run++) {
      seconds[run] = measurement.seconds();
    }
    Arrays.sort(seconds);
    System.out.printf(
        "%-10s%-10s%-12d%8.1f%16s%n",
        event,
        node,
        nodes,
        seconds[runs / 2],
        "%.1f to %.1f".formatted(seconds[0], seconds[runs - 1]));
  }

  private BenchCluster cluster(int nodes, int places) throws IOException, InterruptedException {
    var cluster =
        new BenchCluster(work.resolve("takeover-" + ++clusters), site, places, PAGES_PER_SECOND);
    try {
      for (int i = 0; i < nodes; i++) {
        cluster.start();
      }
      cluster.collect(CHANNELS);
      cluster.await(
          "work on all nodes",
          () ->
              cluster.nodes().stream()
                  .map(cluster::runs)
                  .allMatch(on -> !on.isEmpty() && cluster.haveStored(on)));
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private double goes(Going going, int nodes, boolean oldest)
      throws IOException, InterruptedException {
    // There is room for all on each.
    try (var cluster = cluster(nodes, CHANNELS)) {
      var node = oldest ? cluster.oldest() : cluster.youngest();
      var affected = cluster.runs(node);
      long began = System.nanoTime();
      going.go(node);
      cluster.await("channels of who went", () -> cluster.haveStoredSince(affected));
      return (System.nanoTime() - began) / NANOS;
    }
  }

  private double joins(int nodes) throws IOException, InterruptedException {
    // All places are taken, and others wait.
    try (var cluster = cluster(nodes, CHANNELS / (nodes + 1))) {
      long began = System.nanoTime();
      var coming = CompletableFuture.supplyAsync(() -> started(cluster));
      cluster.await(
          "a channel on the new node",
          () -> {
            var there = cluster.nodes();
            return there.size() > nodes && cluster.haveStored(cluster.runs(there.get(nodes)));
          });
      double seconds = (System.nanoTime() - began) / NANOS;
      coming.join();
      return seconds;
    }
  }

  private static BenchNode started(BenchCluster cluster) {
    try {
      return cluster.start();
    } catch (IOException | InterruptedException e) {
      throw new CompletionException(e);
    }
  }
}
