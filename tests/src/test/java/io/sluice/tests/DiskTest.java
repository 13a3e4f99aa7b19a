package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
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
  void a_full_disk_stops_the_channel_with_its_reason_and_the_rest_goes_on_after_space_is_made()
      throws IOException, InterruptedException {
    assumeTrue(isRoot(), "a small file system can only be made by root");
    var scene = Scene.in(directory).withExport(300, 200);
    Files.createDirectory(scene.images());
    var disk = scene.images().toString();
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk) == 0, "mount is forbidden");
    try {
      var ended = scene.setup().with("BATCH_SIZE", "10").run("collect", scene.export().toString());
      ended.assertExit(1);
      assertThat(ended.output()).contains("failed", "No space left on device");
      assertThat(scene.messages()).isPositive().isLessThan(300);
      ExportTruth.assertCounters(scene.database());
      try (Stream<Path> files = Files.walk(scene.images())) {
        assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
      }

      assertThat(run("mount", "-o", "remount,size=100m", disk)).isZero();
      scene.setup().run("collect", scene.export().toString()).assertExit(0);
      scene.assertStoredOnce();
    } finally {
      run("umount", disk);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
