package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that is watched for hours takes no more memory than one that was just opened. */
class DashboardMemoryTest {
  /**
   * What a page is told for some seconds: its status each second, and batches that come and go. A
   * page hears nothing of what it says itself, so another one of the same browser says it.
   */
  private static final String UPDATES =
      """
      async ([from, to, batch]) => {
        const hear = new BroadcastChannel('sluice-events');
        const tell = (name, data) => hear.postMessage({ kind: 'event', name, data });
        const status = await (await fetch('/api/status')).json();
        for (let second = from; second < to; second++) {
          status.node.uptimeSeconds = second;
          tell('status', status);
          tell('batch', { ...batch, id: 1000 + second, name: 'batch ' + second, state: 'running',
            counters: { ...batch.counters, failed: second % 7 } });
          if (second > 100) tell('batchRemoved', { id: 1000 + second - 100 });
          if (second % 20 === 0) await new Promise(requestAnimationFrame);
        }
        hear.close();
      }
      """;

  /** The lines are drawn anew each ten seconds. */
  private static final String LINES =
      """
      async () => {
        const rates = await import('/dashboard/rates.js');
        for (let i = 0; i < 180; i++) await rates.again();
      }
      """;

  private static final int HALVES = 4;

  private static final long MEBIBYTE = 1 << 20;

  @TempDir private Path directory;

  private static long heap(CDPSession session) {
    session.send("HeapProfiler.collectGarbage");
    session.send("HeapProfiler.collectGarbage");
    JsonObject usage = session.send("Runtime.getHeapUsage");
    return usage.get("usedSize").getAsLong();
  }

  @Test
  void two_hours_of_updates_leave_nothing_behind() {
    var scene = Scene.in(directory).withExport(20, 2);
    try (var browser = Chromium.open("memory", 1280, 800);
        var node = LiveNode.start(scene.setup().with("SOURCE_ROOTS", directory.toString()))) {
      long id = node.submit(scene.photos());
      Sluice.await(
          "a batch",
          () -> node.get("/api/batches/" + id).get("state").asText().equals("completed"),
          Duration.ofSeconds(60));
      var teller = look(browser, node);
      var watched = look(browser, node);
      var session = browser.context().newCDPSession(watched);
      session.send("HeapProfiler.enable");
      List<Long> heaps = new ArrayList<>();
      for (int half = 0; half < HALVES; half++) {
        int end = (half + 1) * 1800;
        tell(teller, half * 1800, end, id);
        watched.evaluate(LINES);
        var last = watched.locator("#working li:has-text('batch %d')".formatted(end - 1));
        // A page that was busy for long asks anew what there is, and forgets what was invented.
        Sluice.await(
            "the last update",
            () -> {
              tell(teller, end - 1, end, id);
              return last.count() > 0;
            },
            Duration.ofMinutes(2));
        heaps.add(heap(session));
      }
      var told = heaps.stream().map(bytes -> bytes / 1024 + " KiB").toList().toString();
      assertThat(heaps.get(HALVES - 1) - heaps.get(0)).as(told).isLessThan(MEBIBYTE);
      assertThat(heaps.get(HALVES - 1)).as(told).isLessThan(20 * MEBIBYTE);
      assertThat(watched.locator("#working li").count()).isLessThanOrEqualTo(50);
    }
  }

  private static Page look(Chromium browser, LiveNode node) {
    var page = browser.newPage();
    page.navigate(node.api().resolve("/dashboard").toString());
    page.waitForSelector(".isLive");
    return page;
  }

  private static void tell(Page teller, int from, int to, long batch) {
    teller.evaluate(
        """
        async ([from, to, id]) => {
          const batch = await (await fetch('/api/batches/' + id)).json();
          await (%s)([from, to, batch]);
        }
        """
            .formatted(UPDATES),
        List.of(from, to, Math.toIntExact(batch)));
  }
}
