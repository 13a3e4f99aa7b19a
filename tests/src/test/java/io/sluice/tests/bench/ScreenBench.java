package io.sluice.tests.bench;

import com.microsoft.playwright.Page;
import io.sluice.persistence.EmbeddedServer;
import io.sluice.persistence.TestDatabase;
import io.sluice.tests.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Times the first screen of the dashboard in a browser, where the ledger has 50, 5,000 and 500,000
 * items of which one in fifty has failed: until something is painted, and until all of it is there.
 */
final class ScreenBench {
  private static final List<Integer> SIZES = List.of(50, 5_000, 500_000, 500_000, 5_000, 50);
  private static final int LOADS = 5;

  /** Of the last navigation, in milliseconds. */
  private static final String PAINTED =
      "performance.getEntriesByName('first-contentful-paint')[0].startTime";

  private final EmbeddedServer server;
  private final BenchNode node;
  private final Page page;
  private final Map<Integer, Latencies> painted = new TreeMap<>();
  private final Map<Integer, Latencies> whole = new TreeMap<>();

  private ScreenBench(EmbeddedServer server, BenchNode node, Page page) {
    this.server = server;
    this.node = node;
    this.page = page;
  }

  /** Arguments: a directory to work in. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var work = Path.of(args[0]);
    try (var server = EmbeddedServer.start(Files.createDirectories(work.resolve("database")));
        var node = BenchNode.start(work, Map.of("DATABASE_URL", server.address().url()));
        var browser = Chromium.open("screen", 1280, 800)) {
      new ScreenBench(server, node, browser.newPage()).measure();
    }
  }

  private void measure() {
    fill(50);
    for (int load = 0; load < LOADS; load++) {
      look();
    }
    for (int size : SIZES) {
      fill(size);
      for (int load = 0; load < LOADS; load++) {
        double all = look();
        painted.computeIfAbsent(size, any -> new Latencies()).add(number(PAINTED));
        whole.computeIfAbsent(size, any -> new Latencies()).add(all);
      }
    }
    System.out.printf("%-12s%16s%16s%n", "items", "painted, ms", "all there, ms");
    painted.forEach(
        (size, latencies) ->
            System.out.printf(
                "%,-12d%16.0f%16.0f%n", size, latencies.within(0.5), whole.get(size).within(0.5)));
  }

  /** Until what has failed is told by reason, which is asked for last. */
  private double look() {
    page.navigate(node.api("/dashboard").toString());
    page.waitForSelector("#failures li:has-text('unreadable')");
    return number("performance.now()");
  }

  private double number(String script) {
    return ((Number) page.evaluate(script)).doubleValue();
  }

  private void fill(int items) {
    TestDatabase.execute(
        server.address(),
        """
        TRUNCATE sluice.item, sluice.chunk, sluice.batch CASCADE;
        INSERT INTO sluice.batch (name, kind, source, state, all_listed, listed, done, failed)
        VALUES ('screen', 'files', '{"roots": [], "followLinks": false}', 'completed', true, %1$d,
          %1$d - %1$d / 50, %1$d / 50);
        INSERT INTO sluice.item (batch_id, number, key, address, state, reason)
        SELECT (SELECT id FROM sluice.batch), nr, lpad(to_hex(nr), 32, '0')::uuid, 'file:///' || nr,
          CASE WHEN nr %% 50 = 0 THEN 'failed' ELSE 'done' END,
          CASE WHEN nr %% 50 = 0 THEN 'unreadable' END FROM generate_series(1, %1$d) AS nr
        """
            .formatted(items));
    // As the server does by itself soon after.
    TestDatabase.execute(server.address(), "VACUUM ANALYZE sluice.item");
  }
}
