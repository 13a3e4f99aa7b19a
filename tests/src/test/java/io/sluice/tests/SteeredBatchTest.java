package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.FilesBelow;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was asked of batches at work holds, though the node is killed as soon as it has answered.
 */
class SteeredBatchTest {
  private static final int FILES = 3_000;

  @TempDir private Path directory;

  /** Some of them like those of all others. */
  private Path files(String name) throws IOException {
    var made = Files.createDirectories(directory.resolve("files").resolve(name)).toRealPath();
    for (int i = 0; i < FILES; i++) {
      Files.writeString(made.resolve("file-" + i), i % 10 == 0 ? "of all " + i : name + i);
    }
    return made;
  }

  @Test
  void batches_stay_paused_cancelled_and_removed_and_a_resumed_one_goes_on() throws IOException {
    var scene = Scene.in(directory);
    var setup =
        scene
            .setup()
            .with("CHUNK_SIZE", "200")
            .with("SOURCE_ROOTS", directory.toRealPath().toString());
    long paused;
    long cancelled;
    long removed;
    // All are there before the first begins, or that would be done before the last.
    var files = List.of(files("paused"), files("cancelled"), files("removed"));
    try (var node = LiveNode.start(setup)) {
      paused = node.submit(files.get(0));
      cancelled = node.submit(files.get(1));
      removed = node.submit(files.get(2));
      for (long batch : List.of(paused, cancelled, removed)) {
        node.program().await("work on batch " + batch, () -> done(node, batch) > 0);
      }
      node.post("/api/batches/" + paused + "/pause");
      node.post("/api/batches/" + cancelled + "/cancel");
      assertThat(node.delete("/api/batches/" + removed + "?purge=true")).isEqualTo(202);
      node.program().kill();
    }

    try (var node = LiveNode.start(setup)) {
      node.program()
          .await("the removal", () -> scene.count("SELECT count(*) FROM sluice.batch") == 2);
      assertThat(state(node, paused)).isEqualTo("paused");
      assertThat(state(node, cancelled)).isEqualTo("cancelled");
      for (var table : List.of("item", "chunk", "file_events")) {
        assertThat(
                scene.count(
                    "SELECT count(*) FROM sluice." + table + " WHERE batch_id = " + removed))
            .as(table)
            .isZero();
      }
      assertCounted(scene, cancelled);
      node.post("/api/batches/" + paused + "/resume");
      node.program().kill();
    }

    try (var node = LiveNode.start(setup)) {
      node.program().await("its end", () -> state(node, paused).equals("completed"));
      assertThat(state(node, cancelled)).isEqualTo("cancelled");
      assertThat(scene.count("SELECT count(*) FROM sluice.file_events WHERE batch_id = " + paused))
          .isEqualTo(FILES);
      assertCounted(scene, paused);
      assertThat(node.delete("/api/batches/" + cancelled + "?purge=true")).isEqualTo(202);
      node.program()
          .await("the removal", () -> scene.count("SELECT count(*) FROM sluice.batch") == 1);
    }
    var rows = TestDatabase.query(scene.database(), "SELECT path FROM sluice.file ORDER BY path");
    assertThat(rows).hasSize(FILES);
    // What was written, and not yet committed when the node was killed, is there without a row.
    assertThat(blobs(scene.images())).containsAll(rows.stream().map(row -> row.get(0)).toList());
    assertThat(scene.count("SELECT count(*) FROM sluice.file WHERE uses <> 1")).isZero();
  }

  private static long done(LiveNode node, long batch) {
    var counters = node.get("/api/batches/" + batch).get("counters");
    return counters.get("done").asLong() + counters.get("duplicates").asLong();
  }

  private static String state(LiveNode node, long batch) {
    return node.get("/api/batches/" + batch).get("state").asText();
  }

  /** As many as were stored are counted, on the rows of the batch and of its chunks. */
  private static void assertCounted(Scene scene, long batch) {
    long stored = scene.count("SELECT count(*) FROM sluice.file_events WHERE batch_id = " + batch);
    assertThat(stored)
        .isPositive()
        .isEqualTo(
            scene.count(
                "SELECT count(*) FROM sluice.item WHERE state IN ('done', 'duplicate') AND batch_id = "
                    + batch))
        .isEqualTo(
            scene.count(
                "SELECT batch.done + batch.duplicates + coalesce(sum(chunk.done + chunk.duplicates)"
                    + " FILTER (WHERE chunk.state <> 'added'), 0) FROM sluice.batch"
                    + " LEFT JOIN sluice.chunk ON batch_id = batch.id WHERE batch.id = "
                    + batch
                    + " GROUP BY batch.id"));
  }

  private static List<String> blobs(Path store) throws IOException {
    return FilesBelow.of(store.resolve("files")).stream()
        .map(file -> store.relativize(file).toString())
        .filter(file -> !file.startsWith("files/."))
        .toList();
  }
}
