package io.sluice.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Has files of a batch fail, since they are away for a while, and tries these again. */
final class FailedItems {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final BatchScene scene;

  FailedItems(BatchScene scene) {
    this.scene = scene;
  }

  /** Somewhat fewer fail, since some are done before all are listed. */
  void retry(int items) throws IOException, InterruptedException {
    var files = SmallFiles.write(scene.files("away"), items);
    var away = scene.files("taken-away");
    long batch = scene.submit(files);
    while (!scene.batch(batch).get("allListed").asBoolean()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    Files.move(files, away);
    scene.awaitComplete(batch, PATIENCE);
    Files.move(away, files);
    long failed = scene.batch(batch).at("/counters/failed").asLong();
    double before = scene.liveMebibytes();
    long began = System.nanoTime();
    long retried = scene.node().post(BatchScene.path(batch) + "/retry").get("items").asLong();
    double answered = BatchBench.since(began);
    double after = scene.liveMebibytes();
    scene.awaitComplete(batch, PATIENCE);
    System.out.printf(
        "%nretry of %,d failed items: %,d pending again after %.2f s, live heap %.1f MiB before and"
            + " %.1f after; all done after %.1f s%n",
        failed, retried, answered, before, after, BatchBench.since(began));
    scene.checkDone(batch, items);
    if (retried != failed) {
      throw new IllegalStateException("%d were tried again".formatted(retried));
    }
  }
}
