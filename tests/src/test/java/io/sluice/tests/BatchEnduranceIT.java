package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import io.sluice.tests.bench.SmallFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A cluster that stores a batch of files while its nodes and its database come and go. Logs stay in
 * {@code tests/target/batch-endurance}.
 */
class BatchEnduranceIT {
  private static final long SEED = Long.getLong("endurance.seed", System.nanoTime());
  private static final int FILES = Integer.getInteger("batch.files", 100_000);
  private static final int PHOTOS = Integer.getInteger("batch.photos", 2_000);
  private static final int DISTURBANCES = Integer.getInteger("batch.disturbances", 10);
  private static final String SYNC = System.getProperty("batch.sync", "batch");
  private static final int NODES = 3;

  /** Files of many kinds and with odd names, some of them broken. */
  private static final int ODD_FILES = 500;

  private static final long LONGEST_GAP_MILLIS = 4_000;

  /** For the items between two disturbances, or for the rest. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Random random = new Random(SEED);
  private Diary diary;
  private long total;

  @Test
  void every_file_is_stored_once_whatever_happens() throws IOException {
    diary = Diary.in("batch-endurance");
    diary.say("seed %d, %d disturbances", SEED, DISTURBANCES);
    var directory = diary.directory();
    try (var database = RealDatabase.in(Files.createDirectories(directory.resolve("database")))) {
      var scene = new Scene(directory, database.address());
      var files = files(scene);
      var setup =
          scene
              .setup()
              .with("SOURCE_ROOTS", directory.toRealPath().toString())
              .with("FILE_SYNC", SYNC)
              // Slow enough to be disturbed often.
              .with("NODE_CHUNKS", "2")
              .with("FILE_PARALLELISM", "2")
              .with("CONSUMER_BATCH_SIZE", "20")
              .withJvm("-Xmx384m");
      try (var fleet = new Fleet(scene, setup)) {
        fleet.start(NODES);
        fleet.awaitWhole();
        long batch = fleet.members().get(0).node().submit(files);
        var disturber = new Disturber(fleet, database, random);
        disturb(fleet, disturber, scene, batch);
        fleet.await(
            "the end of the batch", () -> isCompleted(fleet, batch), PATIENCE.multipliedBy(2));
        diary.say("complete");
        fleet.awaitWhole();
        assertAll(fleet, scene, files, batch);
        assertThat(disturber.done().values().stream().mapToInt(Integer::intValue).sum())
            .as("disturbances; take more files where so few have time")
            .isGreaterThan(DISTURBANCES / 2);
        diary.say("%d nodes are one cluster", fleet.members().size());
        diary.say(
            "%s; %d times a node was taken out and started again",
            disturber.done(), fleet.takenOut().size());
      }
    }
  }

  private Path files(Scene scene) throws IOException {
    var files = scene.directory().resolve("files");
    SmallFiles.write(files.resolve("small"), FILES, FILES * 9 / 10);
    SampleExport.write(
        files.resolve("photos"),
        new SampleOptions(1, PHOTOS + 1, PHOTOS, 640, SEED, "Endurance", false));
    scene
        .setup()
        .run(
            "dataset",
            "files",
            "--count",
            "" + ODD_FILES,
            "--seed",
            "" + SEED,
            "--out",
            files.resolve("odd").toString())
        .assertExit(0);
    try (var all = Files.walk(files)) {
      total = all.filter(Files::isRegularFile).count();
    }
    diary.say("%d files, %d of them photos", total, PHOTOS);
    return files;
  }

  private void disturb(Fleet fleet, Disturber disturber, Scene scene, long batch) {
    for (int number = 1; number <= DISTURBANCES; number++) {
      // The first while items are listed. A quarter is left after the last one.
      long due = 1 + total * 3 / 4 * (number - 1) / DISTURBANCES;
      fleet.await("the next items", () -> ended(scene, batch) >= due, PATIENCE);
      Sluice.pause(random.nextLong(LONGEST_GAP_MILLIS));
      if (ended(scene, batch) == total) {
        diary.say("all items have an end");
        return;
      }
      var what = disturber.disturb();
      var out = fleet.tend();
      diary.say(
          "%2d of %d: %s; %d items have an end%s",
          number,
          DISTURBANCES,
          what,
          ended(scene, batch),
          out.isEmpty() ? "" : "; taken out and started again: " + String.join(", ", out));
    }
  }

  private static long ended(Scene scene, long batch) {
    return scene.count(
        "SELECT coalesce(sum(done + duplicates + failed + dead), 0) FROM sluice.chunk"
            + " WHERE batch_id = "
            + batch);
  }

  private static boolean isCompleted(Fleet fleet, long batch) {
    return fleet
        .members()
        .get(0)
        .node()
        .get("/api/batches/" + batch)
        .get("state")
        .asText()
        .equals("completed");
  }

  private void assertAll(Fleet fleet, Scene scene, Path files, long batch) {
    var truth = new BatchTruth(scene.database(), scene.images(), batch);
    diary.say("%d blobs without a row before the sweep", truth.blobsWithoutRow());
    var node = fleet.members().get(0).node();
    node.post("/api/sweep?leastAgeSeconds=0");
    fleet.await(
        "the end of the sweep",
        () -> node.get("/api/sweep").get("state").asText().equals("ended"),
        PATIENCE);
    assertThat(truth.blobsWithoutRow()).as("blobs without a row after the sweep").isZero();
    truth.assertStoredOnce(files);
    diary.say("%d files, each stored once and as it is", total);
  }
}
