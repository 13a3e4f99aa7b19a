package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import io.sluice.tests.Rules.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 1: nothing lost and nothing twice, whenever the process dies. */
class CrashTest {
  private static final String BLOBS = "io.sluice.blob.BlobDirectory";
  private static final List<Point> POINTS =
      List.of(
          new Point("before rename", BLOBS, "rename", "AT ENTRY"),
          new Point("after rename", BLOBS, "rename", "AT EXIT"),
          new Point("before commit", "io.sluice.ledger.Runs", "progress", "AT EXIT"),
          new Point("after commit", "io.sluice.ledger.channel.ChannelStore", "store", "AT EXIT"),
          new Point(
              "before journal write",
              "org.apache.pekko.persistence.jdbc.journal.JdbcAsyncWriteJournal",
              "asyncWriteMessages",
              "AT ENTRY"),
          new Point(
              "after journal write", "io.sluice.channel.ChannelWork", "startRun", "AT ENTRY"));

  /** Which of them is behind a commit; the one before it is before. */
  private static final int COMMIT = 3;

  private static final int RANDOM_KILLS = Integer.getInteger("kills", 3);
  private static final long LONGEST_MILLIS = 1000;

  @TempDir private Path directory;

  @Test
  void every_message_and_photo_is_stored_once_though_the_process_is_killed_again_and_again()
      throws IOException {
    var export = directory.resolve("export");
    SampleExport.write(export, new SampleOptions(4, 600, 220, 320, 7, "Crash", false));
    var database = TestDatabase.withSchema();
    var images = directory.resolve("store");
    var setup = setup(database, images);

    for (var point : POINTS) {
      killAt(point, setup, export);
    }
    killAtRandom(setup, export, database);

    setup.run("collect", export.toString()).assertExit(0);
    ExportTruth.of(export).assertStoredOnce(database, images);
  }

  @Test
  void what_was_left_out_is_counted_once_though_the_process_is_killed_around_its_commits()
      throws IOException {
    var scene = Scene.in(directory).withExport(1200, 0);
    var setup =
        scene
            .setup()
            .with("BATCH_SIZE", "50")
            .with("MAX_RESTARTS", "50")
            .with("MIN_TEXT_LENGTH", "50");
    for (int nr : List.of(COMMIT - 1, COMMIT, COMMIT - 1)) {
      killAt(POINTS.get(nr), 3, setup, scene.export());
      Files.delete(marker(POINTS.get(nr)));
    }
    long read = scene.count("SELECT messages_read FROM sluice.channel");
    setup.run("collect", scene.export().toString()).assertExit(0);
    var skipped = "SELECT sum(count) FROM sluice.tally WHERE what = 'skipped'";
    assertThat(read).as("the kills were in the middle").isBetween(50L, 1150L);
    assertThat(scene.count(skipped)).isPositive().isEqualTo(1200 - scene.messages());
  }

  private Sluice.Setup setup(DatabaseAddress database, Path images) {
    return new Sluice.Setup(
        directory,
        Map.of(
            "DATABASE_URL",
            database.url(),
            "IMAGE_DIR",
            images.toString(),
            "BATCH_SIZE",
            "50",
            // So many deaths in a row are this test's doing and no reason to give a channel up.
            "MAX_RESTARTS",
            "50"),
        List.of());
  }

  private void killAt(Point point, Sluice.Setup setup, Path export) {
    killAt(point, point.name().contains("journal") ? 2 : 12, setup, export);
  }

  private Path marker(Point point) {
    return directory.resolve(point.name().replace(' ', '-'));
  }

  private void killAt(Point point, int time, Sluice.Setup setup, Path export) {
    var marker = marker(point);
    var rule = Rules.stopAt(point, time, marker, directory);
    try (var node = setup.withJvm(rule).start("collect", export.toString())) {
      node.await(point.name(), () -> Files.exists(marker));
      node.kill();
    }
  }

  private void killAtRandom(Sluice.Setup setup, Path export, DatabaseAddress database) {
    long seed = System.nanoTime();
    var random = new Random(seed);
    int inTheMiddle = 0;
    for (int i = 0; i < RANDOM_KILLS; i++) {
      try (var node = setup.start("collect", export.toString())) {
        node.awaitLog("Processing channel");
        Sluice.pause(random.nextLong(LONGEST_MILLIS));
        inTheMiddle += node.isAlive() ? 1 : 0;
        node.kill();
      }
      ExportTruth.assertCounters(database);
    }
    assertThat(inTheMiddle)
        .as("kills in the middle of work, seed %d", seed)
        .isEqualTo(RANDOM_KILLS);
  }
}
