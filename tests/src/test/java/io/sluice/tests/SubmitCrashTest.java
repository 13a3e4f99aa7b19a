package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.FilesBelow;
import io.sluice.persistence.TestDatabase;
import io.sluice.tests.Rules.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch of files: each stored once, whenever the process dies. */
class SubmitCrashTest {
  private static final int FILES = 1200;
  private static final String ITEMS = "io.sluice.ledger.batch.ChunkItems";
  private static final String BLOBS = "io.sluice.blob.BlobDirectory";

  private static final List<Kill> KILLS =
      List.of(
          // First, since what is listed is not listed again.
          new Kill(new Point("listed", "io.sluice.ledger.batch.ItemList", "add", "AT EXIT"), 2),
          new Kill(new Point("claimed", ITEMS, "claim", "AT EXIT"), 2),
          new Kill(new Point("before rename", BLOBS, "rename", "AT ENTRY"), 15),
          new Kill(new Point("after rename", BLOBS, "rename", "AT EXIT"), 15),
          new Kill(new Point("before commit", ITEMS, "count", "AT EXIT"), 2),
          new Kill(new Point("after commit", ITEMS, "settle", "AT EXIT"), 2),
          new Kill(new Point("looked", "io.sluice.ledger.batch.Chunks", "left", "AT EXIT"), 2));

  /**
   * A point, and which time that it is passed.
   *
   * @param time early enough that work is left for the others
   */
  private record Kill(Point point, int time) {}

  @TempDir private Path directory;

  @Test
  void every_file_is_stored_once_though_the_process_is_killed_again_and_again() throws IOException {
    var scene = Scene.in(directory);
    var files = directory.resolve("files");
    var sizes = write(files);
    var setup = scene.setup().with("CHUNK_SIZE", "300").with("CONSUMER_BATCH_SIZE", "20");
    KILLS.forEach(kill -> killAt(kill, setup, files));
    setup.run("submit", "files", files.toString()).assertExit(0);

    assertThat(stored(scene.images())).isEqualTo(sizes);
    assertThat(scene.count("SELECT count(*) FROM sluice.file")).isEqualTo(sizes.size());
    assertThat(
            TestDatabase.query(
                scene.database(), "SELECT encode(hash, 'hex'), size FROM sluice.file"))
        .allMatch(row -> sizes.get(row.get(0)) == Long.parseLong(row.get(1)));
    assertThat(scene.count("SELECT count(*) FROM sluice.batch")).isEqualTo(1);
    assertThat(scene.count("SELECT count(*) FROM sluice.item")).isEqualTo(FILES);
    assertThat(scene.count("SELECT count(*) FROM sluice.file_events")).isEqualTo(FILES);
    assertThat(scene.count("SELECT count(DISTINCT item) FROM sluice.file_events")).isEqualTo(FILES);
    assertThat(
            TestDatabase.query(
                scene.database(), "SELECT done, duplicates, failed, dead FROM sluice.batch"))
        .containsExactly(
            List.of(
                Integer.toString(sizes.size()), Integer.toString(FILES - sizes.size()), "0", "0"));
    assertThat(scene.count("SELECT count(*) FROM sluice.item WHERE state = 'done'"))
        .isEqualTo(sizes.size());
    assertThat(drafts(scene.images())).isZero();
  }

  private void killAt(Kill kill, Sluice.Setup setup, Path files) {
    var point = kill.point();
    var marker = directory.resolve(point.name().replace(' ', '-'));
    var rule = Rules.stopAt(point, kill.time(), marker, directory);
    try (var node = setup.withJvm(rule).start("submit", "files", files.toString())) {
      node.await(point.name(), () -> Files.exists(marker));
      node.kill();
    }
  }

  /** Gives the sizes by hash: a tenth of the files are copies. */
  private static Map<String, Long> write(Path files) throws IOException {
    var random = new Random(5);
    var sizes = new HashMap<String, Long>();
    for (int i = 0; i < FILES; i++) {
      var file = files.resolve("folder " + i % 7).resolve("file\n" + i);
      Files.createDirectories(file.getParent());
      var bytes = new byte[i % 10 == 0 ? 5 : random.nextInt(6000)];
      if (i % 10 != 0) {
        random.nextBytes(bytes);
      }
      Files.write(file, bytes);
      sizes.put(hash(bytes), (long) bytes.length);
    }
    return sizes;
  }

  /** What is in the store, hashed anew. */
  private static Map<String, Long> stored(Path store) throws IOException {
    try (var files = Files.walk(store.resolve("files"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !store.relativize(file).startsWith("files/.ledgers"))
          .map(SubmitCrashTest::bytes)
          .collect(Collectors.toMap(SubmitCrashTest::hash, bytes -> (long) bytes.length));
    }
  }

  private static long drafts(Path store) throws IOException {
    return FilesBelow.of(store.resolve("images/.drafts")).size();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
