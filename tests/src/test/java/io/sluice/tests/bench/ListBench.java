package io.sluice.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures how fast a node with a heap of 512 MB has a list of websites in its ledger: rows of a
 * CSV and of an XLSX, from the request for the batch until all are items, in PostgreSQL. Nothing is
 * fetched, as nobody answers for names.
 */
final class ListBench {
  private static final int WARM_UP = 5_000;
  private static final int ROUNDS = 3;
  private static final int QUARTERS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long PAUSE_MILLIS = 20;
  private static final double MICROS = 1e6;

  private final BatchScene scene;
  private final Path work;

  private ListBench(BatchScene scene, Path work) {
    this.scene = scene;
    this.work = work;
  }

  /** Arguments: how many rows, and a directory to work in. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int rows = Integer.parseInt(args[0]);
    var work = Path.of(args[1]);
    try (var nobody = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        var scene =
            BatchScene.in(
                work,
                Map.of(
                    "DNS_SERVERS",
                    "127.0.0.1:" + nobody.getLocalPort(),
                    "SCRAPE_PARALLELISM",
                    "1"))) {
      System.out.printf("%,d rows, one node with %s%n%n", rows, BatchScene.HEAP);
      new ListBench(scene, work).measure(rows);
    }
  }

  private void measure(int rows) throws IOException, InterruptedException {
    System.out.printf(
        "%-12s%10s%10s%10s%10s%14s%14s%15s%n",
        "list",
        "rows",
        "stored s",
        "all s",
        "rows/s",
        "CPU us a row",
        "of PostgreSQL",
        "live heap MiB");
    var few = Files.createDirectories(work.resolve("few"));
    list(ListFiles.csv(few, WARM_UP), WARM_UP, false);
    list(ListFiles.xlsx(few, WARM_UP), WARM_UP, false);
    var csv = ListFiles.csv(work, rows);
    var xlsx = ListFiles.xlsx(work, rows);
    for (int round = 0; round < ROUNDS; round++) {
      list(csv, rows, false);
      list(xlsx, rows, false);
    }
    list(csv, rows, true);
    list(xlsx, rows, true);
  }

  /**
   * @param looked whether what lives in the heap is looked at meanwhile, which takes time
   */
  private void list(Path file, int rows, boolean looked) throws IOException, InterruptedException {
    var before = scene.used();
    long began = System.nanoTime();
    long id =
        scene
            .node()
            .post(
                "/api/batches",
                Map.of("kind", "websites", "source", Map.of("lists", List.of(file.toString()))))
            .get("id")
            .asLong();
    double stored = 0;
    double most = 0;
    long next = rows / QUARTERS;
    for (var now = scene.batch(id); !isListed(now); now = scene.batch(id)) {
      long listed = now.at("/counters/listed").asLong();
      stored = stored == 0 && listed > 0 ? BatchBench.since(began) : stored;
      if (looked && (listed >= next || listed == 0)) {
        next += listed == 0 ? 0 : rows / QUARTERS;
        most = Math.max(most, scene.liveMebibytes());
      }
      if (BatchBench.since(began) > PATIENCE.toSeconds()) {
        throw new IllegalStateException("not listed in " + PATIENCE + ": " + now);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    double seconds = BatchBench.since(began);
    var after = scene.used();
    most = Math.max(most, scene.liveMebibytes());
    check(id, rows);
    System.out.printf(
        "%-12s%,10d%10.1f%10.1f%10s%14.1f%14.1f%15.1f%n",
        file.getFileName(),
        rows,
        stored,
        seconds,
        looked ? "" : "%,.0f".formatted(rows / seconds),
        MICROS * (after.node() - before.node()) / rows,
        MICROS * (after.database() - before.database()) / rows,
        most);
    scene.node().post(BatchScene.path(id) + "/cancel");
  }

  private static boolean isListed(JsonNode batch) {
    BatchScene.isComplete(batch);
    return batch.get("allListed").asBoolean();
  }

  private void check(long id, int rows) {
    long items = scene.count("SELECT count(*) FROM sluice.item WHERE batch_id = " + id);
    long sites = scene.count("SELECT count(*) FROM sluice.websites WHERE batch_id = " + id);
    if (items != rows || sites != rows) {
      throw new IllegalStateException(
          "of %d rows %d are stored, and %d are items".formatted(rows, sites, items));
    }
  }
}
