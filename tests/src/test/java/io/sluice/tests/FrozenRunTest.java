package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fencing: a run that was frozen and comes back finds that it is no longer the one. */
class FrozenRunTest {
  @TempDir private Path directory;

  @Test
  void a_frozen_node_commits_nothing_after_another_has_taken_its_channels() throws IOException {
    var export = directory.resolve("export");
    SampleExport.write(export, new SampleOptions(2, 1500, 500, 400, 3, "Frozen", false));
    var database = TestDatabase.withSchema();
    var images = directory.resolve("store");
    var setup =
        new Sluice.Setup(
            directory,
            Map.of(
                "DATABASE_URL",
                database.url(),
                "IMAGE_DIR",
                images.toString(),
                "NODE_TIMEOUT",
                "4s",
                "BATCH_SIZE",
                "20"),
            List.of());
    var count = "SELECT count(*) FROM sluice.message";

    try (var frozen = setup.start("collect", export.toString())) {
      frozen.awaitLog("Processing channel");
      frozen.await("a tenth stored", () -> TestDatabase.count(database, count) > 300);
      frozen.freeze();
      var epochs =
          TestDatabase.query(database, "SELECT entity, epoch FROM sluice.run").stream()
              .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
      var since = TestDatabase.query(database, "SELECT clock_timestamp()").get(0).get(0);

      Sluice.await(
          "the frozen node's heartbeat to be too old",
          () ->
              TestDatabase.count(
                      database,
                      "SELECT count(*) FROM sluice.node"
                          + " WHERE last_seen > clock_timestamp() - interval '4s'")
                  == 0,
          Duration.ofMinutes(3));
      long before = TestDatabase.count(database, count);
      try (var second = setup.start("collect", export.toString())) {
        second.await("some rows of the second", () -> TestDatabase.count(database, count) > before);
        frozen.thaw();
        var lost = frozen.end();
        assertThat(lost.exitCode()).isEqualTo(1);
        // Its heartbeat and its runs look at the database, and either may be first.
        assertThat(lost.errors())
            .containsAnyOf("others took this node for dead", "which another process started");
        second.end().assertExit(0);
      }
      epochs.forEach(
          (entity, epoch) ->
              assertThat(
                      TestDatabase.count(
                          database,
                          """
                          SELECT count(*) FROM sluice.message
                          WHERE channel_id = %s AND epoch <= %s AND stored_at > '%s'
                          """
                              .formatted(entity.replace("channel-", ""), epoch, since)))
                  .as("rows that the frozen run of %s wrote after it was frozen", entity)
                  .isZero());
      ExportTruth.of(export).assertStoredOnce(database, images);
    }
  }
}
