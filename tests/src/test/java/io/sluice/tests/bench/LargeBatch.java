package io.sluice.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Follows a batch until it is complete: prints how it goes, asks for it and for others all the
 * time, and submits small ones behind it.
 */
final class LargeBatch {
  private static final int LINES = 10;
  private static final long PAUSE_MILLIS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final BatchScene scene;
  private final long batch;
  private final int items;
  private final Set<Long> asked;
  private final Deque<Path> toSubmit;
  private final List<Long> behind = new ArrayList<>();
  private final Map<Long, Latencies> latencies = new LinkedHashMap<>();
  private final int small;

  /**
   * @param asked batches that are asked for meanwhile
   * @param small directories of the batches that come behind it
   */
  LargeBatch(BatchScene scene, long batch, int items, Map<Long, String> asked, List<Path> small) {
    this.scene = scene;
    this.batch = batch;
    this.items = items;
    this.asked = asked.keySet();
    this.small = small.size();
    toSubmit = new ArrayDeque<>(small);
  }

  void follow() throws IOException, InterruptedException {
    long began = System.nanoTime();
    System.out.printf("%n%-12s%12s%12s%14s%n", "seconds", "listed", "ended", "live heap MiB");
    boolean listed = false;
    int line = 1;
    for (var now = ask(); !BatchScene.isComplete(now); now = ask()) {
      if (!listed && now.get("allListed").asBoolean()) {
        listed = true;
        print(began, now);
      }
      long ended = BatchScene.ended(now);
      if (ended >= (long) line * items / LINES) {
        line++;
        print(began, now);
      }
      // From a fifth to the half.
      if (!toSubmit.isEmpty() && ended >= items * (2 + 3L * behind.size() / small) / 10) {
        behind.add(scene.submit(toSubmit.remove()));
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    print(began, scene.batch(batch));
    System.out.printf(
        "all in %.1f s, %.0f items/s%n", scene.seconds(batch), items / scene.seconds(batch));
    if (!toSubmit.isEmpty()) {
      throw new IllegalStateException("it was complete too early: take more items");
    }
    for (long id : behind) {
      scene.awaitComplete(id, PATIENCE);
    }
  }

  /** The answer about the large one. */
  private JsonNode ask() throws InterruptedException {
    for (long id : asked) {
      latencies
          .computeIfAbsent(id, key -> new Latencies())
          .measure(() -> scene.node().ask(scene.node().api(BatchScene.path(id))));
    }
    return scene.batch(batch);
  }

  private void print(long began, JsonNode now) throws IOException, InterruptedException {
    System.out.printf(
        "%-12.1f%,12d%,12d%14.1f%n",
        BatchBench.since(began),
        now.at("/counters/listed").asLong(),
        BatchScene.ended(now),
        scene.liveMebibytes());
  }

  /** How long answers took, by the batch that was asked for. */
  Map<Long, Latencies> latencies() {
    return latencies;
  }

  /** Those that came behind it. */
  List<Long> behind() {
    return List.copyOf(behind);
  }
}
