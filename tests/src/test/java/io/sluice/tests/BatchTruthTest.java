package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.persistence.TestDatabase;
import io.sluice.tests.bench.SmallFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit finds what it is there to find. */
class BatchTruthTest {
  /** What is damaged, how, and how it is mended. */
  private static final List<List<String>> DAMAGES =
      List.of(
          List.of(
              "an item that is lost",
              "UPDATE sluice.item SET state = 'pending' WHERE number = 1",
              "UPDATE sluice.item SET state = 'done' WHERE number = 1"),
          List.of(
              "an item that is counted twice",
              "UPDATE sluice.chunk SET done = done + 1",
              "UPDATE sluice.chunk SET done = done - 1"),
          List.of(
              "a batch that counts another number",
              "UPDATE sluice.batch SET duplicates = duplicates + 1",
              "UPDATE sluice.batch SET duplicates = duplicates - 1"),
          List.of(
              "bytes that nobody stored",
              "UPDATE sluice.batch SET bytes = bytes + 1",
              "UPDATE sluice.batch SET bytes = bytes - 1"),
          List.of(
              "an item that is still claimed",
              "UPDATE sluice.chunk SET in_flight = '{1}'",
              "UPDATE sluice.chunk SET in_flight = '{}'"),
          List.of(
              "an event that is there twice",
              """
              INSERT INTO sluice.file_events (event_time, operation, filename, redis_message_id,
                batch_id, item, hash)
              SELECT event_time, operation, filename, 'twice', batch_id, item, hash
              FROM sluice.file_events LIMIT 1
              """,
              "DELETE FROM sluice.file_events WHERE redis_message_id = 'twice'"),
          List.of(
              "a use that no event is",
              "UPDATE sluice.file SET uses = uses + 1",
              "UPDATE sluice.file SET uses = uses - 1"),
          List.of(
              "a run that nobody ended",
              "UPDATE sluice.run SET running = true WHERE entity LIKE 'chunk-%'",
              "UPDATE sluice.run SET running = false"));

  @TempDir private Path directory;

  @Test
  void it_finds_what_is_lost_doubled_or_damaged() throws IOException {
    var scene = Scene.in(directory);
    var files = directory.toRealPath().resolve("made");
    SmallFiles.write(files, 40, 30);
    scene.setup().run("submit", "files", files.toString()).assertExit(0);
    var truth = new BatchTruth(scene.database(), scene.images(), 1);
    truth.assertStoredOnce(files);
    assertThat(truth.blobsWithoutRow()).isZero();

    for (var damage : DAMAGES) {
      TestDatabase.execute(scene.database(), damage.get(1));
      assertFound(damage.get(0), truth, files);
      TestDatabase.execute(scene.database(), damage.get(2));
    }
    var path = TestDatabase.query(scene.database(), "SELECT path FROM sluice.file LIMIT 1");
    assertFoundIn(scene.images().resolve(path.get(0).get(0)), truth, files);
    assertFoundIn(files.resolve("d00000/f007.txt"), truth, files);
    assertFoundIn(files.resolve("d00000/one-that-came-later.txt"), truth, files);
    var drafts = Files.createDirectories(scene.images().resolve("images/.drafts/chunk-1"));
    assertFoundIn(drafts.resolve("1-1.part"), truth, files);
    truth.assertStoredOnce(files);
    Files.writeString(scene.images().resolve("files/of-nobody"), "");
    assertThat(truth.blobsWithoutRow()).isOne();
  }

  /** A file that is another than it was, or that was not there. */
  private static void assertFoundIn(Path file, BatchTruth truth, Path files) throws IOException {
    var before = Files.exists(file) ? Files.readAllBytes(file) : null;
    Files.writeString(file, "another");
    assertFound(file.toString(), truth, files);
    if (before == null) {
      Files.delete(file);
    } else {
      Files.write(file, before);
    }
  }

  private static void assertFound(String what, BatchTruth truth, Path files) {
    assertThatThrownBy(() -> truth.assertStoredOnce(files))
        .as(what)
        .isInstanceOf(AssertionError.class);
  }
}
