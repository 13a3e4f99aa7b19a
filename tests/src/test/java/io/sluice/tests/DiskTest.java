package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.FilesBelow;
import io.sluice.persistence.SmallDatabase;
import io.sluice.persistence.SmallDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that cannot be written. */
class DiskTest {
  @TempDir private Path directory;

  @Test
  void a_directory_without_permission_to_write_is_named() throws IOException, InterruptedException {
    var scene = Scene.in(directory).withExport(20, 4);
    Files.createDirectory(scene.images());
    Files.setPosixFilePermissions(scene.images(), PosixFilePermissions.fromString("r-xr-xr-x"));
    List<String> prefix = List.of();
    if (isRoot()) {
      // Root may write anywhere, unless it is somebody else's and the right to ignore that is gone.
      run("chown", "65534:65534", scene.images().toString());
      prefix = List.of("setpriv", "--bounding-set=-dac_override", "--");
    }
    try (var node = scene.setup().start(prefix, "collect", scene.export().toString())) {
      var ended = node.end();
      ended.assertExit(1);
      assertThat(ended.errors()).contains("IMAGE_DIR " + scene.images(), "no permission to write");
    }
  }

  @Test
  void a_full_disk_is_waited_for_and_all_goes_on_when_space_is_made() throws IOException {
    var scene = Scene.in(directory).withExport(300, 200);
    try (var disk = SmallDisk.at(scene.images(), "512k");
        var node = start(scene.setup(), "collect", scene.export().toString())) {
      awaitWaiting(node, "IMAGE_DIR " + scene.images() + " has no room left");
      assertThat(scene.messages()).isPositive().isLessThan(300);
      ExportTruth.assertCounters(scene.database());
      assertThat(FilesBelow.of(scene.images()))
          .noneMatch(file -> file.toString().endsWith(".part"));
      disk.remount("size=100m");
      assertAllIsStored(node, scene);
    }
  }

  @Test
  void a_full_disk_of_the_database_is_waited_for_too() throws IOException {
    try (var small = SmallDatabase.at(directory.resolve("tables"))) {
      var scene = new Scene(directory, small.address()).withExport(3000, 20);
      Path filler;
      try (var node = start(scene.setup(), "collect", scene.export().toString())) {
        node.await("the first rows", () -> scene.hasSchema() && scene.messages() > 100);
        filler = small.disk().fill();
        // No look at its rows now: a new connection to a full database may fail itself.
        awaitWaiting(node, "SQLSTATE 53100");
        Files.delete(filler);
        assertAllIsStored(node, scene);
      }
    }
  }

  @Test
  void a_batch_waits_for_room_in_the_store() throws IOException {
    var scene = Scene.in(directory);
    var files = filesOfTwentyKilobytes(60);
    try (var disk = SmallDisk.at(scene.images(), "700k");
        var node = start(scene.setup(), "submit", "files", "--name", "may", files.toString())) {
      awaitWaiting(node, "IMAGE_DIR " + scene.images() + " has no room left");
      disk.remount("size=100m");
      assertAllFilesAreStored(node, scene, 60);
    }
  }

  @Test
  void a_batch_waits_for_room_in_the_database() throws IOException {
    try (var small = SmallDatabase.at(directory.resolve("tables"))) {
      var scene = new Scene(directory, small.address());
      var files = filesOfTwentyKilobytes(3000);
      Path filler;
      try (var node = start(scene.setup(), "submit", "files", "--name", "may", files.toString())) {
        node.awaitLog("records inserted");
        filler = small.disk().fill();
        awaitWaiting(node, "SQLSTATE 53100");
        Files.delete(filler);
        assertAllFilesAreStored(node, scene, 3000);
      }
    }
  }

  private Path filesOfTwentyKilobytes(int count) throws IOException {
    var files = Files.createDirectories(directory.resolve("files"));
    var content = new byte[20_000];
    for (int i = 0; i < count; i++) {
      ByteBuffer.wrap(content).putInt(i);
      Files.write(files.resolve("file-" + i), content);
    }
    return files;
  }

  private static void assertAllFilesAreStored(Sluice node, Scene scene, int count) {
    var ended = node.end().assertExit(0);
    assertThat(ended.errors()).contains("may: a chunk that waited goes on");
    assertThat(scene.count("SELECT count(*) FROM sluice.item WHERE state = 'done'"))
        .isEqualTo(count)
        .isEqualTo(scene.count("SELECT count(*) FROM sluice.file_events"));
    assertThat(scene.count("SELECT sum(attempts) FROM sluice.item")).isZero();
  }

  /** It would give up after the first failure in a row. */
  private static Sluice start(Sluice.Setup setup, String... arguments) {
    return setup
        .with("BATCH_SIZE", "10")
        .with("MAX_CONCURRENT_CHUNKS", "1")
        .with("MAX_RESTARTS", "0")
        .with("RESTART_BACKOFF", "200ms")
        .with("RESTART_BACKOFF_MAX", "1s")
        .with("LOG_LEVEL", "debug")
        .start(arguments);
  }

  private static void awaitWaiting(Sluice node, String why) {
    node.awaitLog(why);
    node.await("a third look", () -> node.errors().split("waits, looks again", -1).length > 3);
    var said = node.errors();
    // A little may fit in between: then it goes on, and warns anew.
    long wentOn = said.split("goes on", -1).length - 1;
    long warned =
        said.lines().filter(line -> line.contains(" WARN ") && line.contains(why)).count();
    assertThat(warned).as(said).isBetween(1L, 1 + wentOn);
    assertThat(said).doesNotContain("starts again in");
  }

  private static void assertAllIsStored(Sluice node, Scene scene) {
    node.end().assertExit(0);
    assertThat(node.errors()).contains("scene: goes on");
    scene.assertStoredOnce();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
