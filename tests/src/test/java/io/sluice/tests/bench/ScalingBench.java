package io.sluice.tests.bench;

import io.sluice.tests.bench.ScalingModel.Cluster;
import io.sluice.tests.bench.ScalingModel.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints what a cluster of one to a hundred nodes does a second, as the model plays it: what stands
 * in docs/scaling.md without arguments, else with what the reader has measured.
 */
final class ScalingBench {
  /** Of a node at most: DB_MAX_POOL_SIZE, and 6 for heartbeats and migrations. */
  private static final int CONNECTIONS = 26;

  private static final List<Integer> NODES = List.of(1, 2, 3, 10, 30, 100);

  /** More than any work asks for. */
  private static final double ALL = 1e9;

  private ScalingBench() {}

  /** A kind of work on a cluster whose nodes are to be counted. */
  private record Case(Work work, Cluster cluster) {
    void print() {
      System.out.printf(
          "%n%s: %d places, %d cores a node; database %d cores, %.1f ms away%n",
          work.name(),
          cluster.places(),
          cluster.cores(),
          cluster.databaseCores(),
          1e3 * cluster.trip());
      System.out.printf("%-8s%12s%8s%8s%10s%9s  %s%n", HEAD);
      for (int nodes : NODES) {
        var found = ScalingModel.play(work, cluster.of(nodes));
        System.out.printf(
            Locale.ROOT,
            "%-8d%12.0f%8.0f%8.0f%10.0f%9.0f  %s%n",
            nodes,
            found.perSecond(),
            found.perSecond() / nodes,
            100 * found.nodeBusy(),
            100 * found.databaseBusy(),
            100 * found.originBusy(),
            found.limit());
      }
      int worth = ScalingModel.worth(work, cluster);
      System.out.printf(
          "Up to %s nodes do nine tenths each of what one does; then: %s. They want %d connections"
              + " (max_connections), and %d places (MAX_CONCURRENT_CHUNKS, where these are"
              + " chunks).%n",
          worth == ScalingModel.MOST_NODES ? worth + " and more" : worth,
          ScalingModel.play(work, cluster.of(worth + 1)).limit(),
          worth * CONNECTIONS,
          worth * cluster.places());
    }
  }

  private static final Object[] HEAD = {
    "nodes", "items/s", "a node", "cores %", "database %", "origin %", "limit"
  };

  /**
   * @param args {@code name=value} of what differs from the first of the page's, or {@code
   *     measured} to hold the model against what was
   */
  public static void main(String[] args) {
    if (args.length == 1 && args[0].equals("measured")) {
      printMeasured();
      return;
    }
    if (args.length > 0) {
      of(args).print();
      return;
    }
    MEASURED.forEach(Case::print);
  }

  private static void printMeasured() {
    System.out.printf(
        "%-8s%10s%10s%8s%24s%8s%n",
        "nodes", "measured", "played", "off", "by one node's CPU", "off");
    for (var run : ScalingFigures.ALL_RUNS) {
      System.out.printf(
          Locale.ROOT,
          "%-8d%10.0f%10.0f%+7.0f%%%24.0f%+7.0f%%%n",
          run.nodes(),
          run.perSecond(),
          run.played(),
          100 * run.off(run.played()),
          run.foretold(),
          100 * run.off(run.foretold()));
    }
  }

  /** As measured on the machine of docs/scaling.md; a group is a page, or a transaction. */
  private static final List<Case> MEASURED =
      List.of(
          new Case(
              new Work("pages of channels, each site's own rate", 20, 1, 0.2, 0, 0.0163, 0.0016, 0),
              new Cluster(1, 4, 2, 4, 0.0005, ALL)),
          new Case(
              new Work(
                  "pages of channels of t.me at TELEGRAM_PAGE_RATE=1",
                  20,
                  1,
                  0.24,
                  0,
                  0.0164,
                  0.0018,
                  0),
              new Cluster(1, 4, 2, 4, 0.0005, 1)),
          new Case(
              new Work("small files", 50, 0, 0, 0, 0.0217, 0.0045, 10),
              new Cluster(1, 4, 2, 4, 0.0005, ALL)),
          new Case(
              new Work("documents of 5 pages", 50, 0, 0, 0, 1.19, 0.149, 10),
              new Cluster(1, 4, 2, 4, 0.0005, ALL)));

  private static Case of(String... args) {
    var given = new HashMap<String, Double>();
    for (var arg : args) {
      var parts = arg.split("=", 2);
      if (parts.length < 2 || !DEFAULTS.containsKey(parts[0])) {
        throw new IllegalArgumentException(
            "%s is none of %s, each with =NUMBER".formatted(arg, DEFAULTS.keySet()));
      }
      given.put(parts[0], Double.parseDouble(parts[1]));
    }
    DEFAULTS.forEach(given::putIfAbsent);
    var work =
        new Work(
            "your work",
            given.get("items").intValue(),
            given.get("requests").intValue(),
            given.get("answer"),
            0,
            given.get("node-cpu"),
            given.get("database-cpu"),
            given.get("trips").intValue());
    var cluster =
        new Cluster(
            1,
            given.get("places").intValue(),
            given.get("cores").intValue(),
            given.get("database-cores").intValue(),
            given.get("trip"),
            given.get("permits"));
    return new Case(work, cluster);
  }

  private static final Map<String, Double> DEFAULTS =
      Map.ofEntries(
          Map.entry("items", 50.0),
          Map.entry("requests", 0.0),
          Map.entry("answer", 0.0),
          Map.entry("node-cpu", 0.0217),
          Map.entry("database-cpu", 0.0045),
          Map.entry("trips", 10.0),
          Map.entry("places", 4.0),
          Map.entry("cores", 2.0),
          Map.entry("database-cores", 4.0),
          Map.entry("trip", 0.0005),
          Map.entry("permits", ALL));
}
