package io.sluice.tests.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures a large batch on a node with a heap of 512 MB: how long it takes to list and to work on
 * it, what it leaves in the heap and in the database, how fast questions about batches are
 * answered, how long a small batch takes behind it, and a retry of many items.
 */
final class BatchBench {
  private static final List<Integer> OTHERS = List.of(50, 5000);
  private static final int SMALL = 500;
  private static final int TIMES = 3;

  /** Of these most are tried again. */
  private static final int RETRIED_PART = 4;

  private static final int REQUESTS = 300;
  private static final long PAUSE_MILLIS = 10;
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final double NANOS = 1e9;

  private final BatchScene scene;
  private final int items;
  private final Map<Long, String> asked = new LinkedHashMap<>();

  private BatchBench(BatchScene scene, int items) {
    this.scene = scene;
    this.items = items;
  }

  /** Arguments: how many items, and a directory to work in. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int items = Integer.parseInt(args[0]);
    try (var scene = BatchScene.in(Path.of(args[1]))) {
      System.out.printf(
          "%,d files of some bytes, one node with %s, FILE_SYNC=%s%n",
          items, BatchScene.HEAP, BatchScene.sync());
      new BatchBench(scene, items).measure();
    }
  }

  private void measure() throws IOException, InterruptedException {
    for (int size : OTHERS) {
      long batch = scene.submit(SmallFiles.write(scene.files("of-" + size), size));
      scene.awaitComplete(batch, PATIENCE);
      asked.put(batch, "of %,d".formatted(size));
    }
    double alone = alone();
    var files = SmallFiles.write(scene.files("large"), items);
    var behind = new ArrayList<Path>();
    for (int time = 1; time <= TIMES; time++) {
      behind.add(SmallFiles.write(scene.files("behind-" + time), SMALL));
    }
    long[] before = ledgerBytes();
    long batch = scene.submit(files);
    asked.put(batch, "of %,d".formatted(items));
    var large = new LargeBatch(scene, batch, items, asked, behind);
    large.follow();
    scene.checkDone(batch, items);
    printLatencies(large.latencies(), idle());
    printLedger(before);
    double after = median(large.behind().stream().map(scene::seconds).toList());
    System.out.printf(
        "%na batch of %d: alone %.2f s, behind the large one %.2f s, ratio %.2f%n",
        SMALL, alone, after, after / alone);
    new FailedItems(scene).retry(items / RETRIED_PART);
  }

  private double alone() throws IOException, InterruptedException {
    var seconds = new ArrayList<Double>();
    for (int time = 1; time <= TIMES; time++) {
      long batch = scene.submit(SmallFiles.write(scene.files("alone-" + time), SMALL));
      scene.awaitComplete(batch, PATIENCE);
      seconds.add(scene.seconds(batch));
    }
    return median(seconds);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private Map<Long, Latencies> idle() throws InterruptedException {
    var latencies = new LinkedHashMap<Long, Latencies>();
    for (int request = 0; request < REQUESTS; request++) {
      for (long batch : asked.keySet()) {
        latencies
            .computeIfAbsent(batch, id -> new Latencies())
            .measure(() -> scene.node().ask(scene.node().api(BatchScene.path(batch))));
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
    return latencies;
  }

  private void printLatencies(Map<Long, Latencies> working, Map<Long, Latencies> idle) {
    System.out.printf(
        "%n%-28s%9s%8s%8s%9s%8s%8s%n",
        "GET /api/batches/{id}, ms", "working", "p50", "p95", "idle", "p50", "p95");
    asked.forEach(
        (batch, name) -> {
          var atWork = working.get(batch);
          var atRest = idle.get(batch);
          System.out.printf(
              "%-28s%9d%8.1f%8.1f%9d%8.1f%8.1f%n",
              name,
              atWork.count(),
              atWork.within(0.5),
              atWork.within(0.95),
              atRest.count(),
              atRest.within(0.5),
              atRest.within(0.95));
        });
  }

  /** Of rows, of indexes, and of chunks with their runs. */
  private long[] ledgerBytes() {
    return new long[] {
      scene.count("SELECT pg_table_size('sluice.item')"),
      scene.count("SELECT pg_indexes_size('sluice.item')"),
      scene.count(
          "SELECT pg_total_relation_size('sluice.chunk') + pg_total_relation_size('sluice.run')")
    };
  }

  private void printLedger(long[] before) {
    long[] after = ledgerBytes();
    long all = 0;
    for (int part = 0; part < after.length; part++) {
      after[part] -= before[part];
      all += after[part];
    }
    System.out.printf(
        "%nledger, bytes an item: %d (rows %d, indexes %d, chunks and runs %d)%n",
        all / items, after[0] / items, after[1] / items, after[2] / items);
  }

  static double since(long nanos) {
    return (System.nanoTime() - nanos) / NANOS;
  }
}
