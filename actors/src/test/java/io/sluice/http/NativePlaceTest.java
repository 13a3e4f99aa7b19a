package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativePlaceTest {
  @TempDir private Path directory;

  @Test
  void code_runs_from_an_ordinary_directory_and_nothing_is_left_there() {
    assertThat(NativePlace.canRun(directory)).isTrue();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void none_runs_from_one_that_is_not_there() {
    assertThat(NativePlace.canRun(directory.resolve("away"))).isFalse();
  }

  @Test
  void none_runs_from_one_that_is_mounted_for_data_alone()
      throws IOException, InterruptedException {
    assumeThat(run("mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", directory.toString())).isZero();
    try {
      assertThat(NativePlace.canRun(directory)).isFalse();
      assertThat(directory).isEmptyDirectory();
    } finally {
      run("umount", directory.toString());
    }
    assertThat(Files.isWritable(directory)).isTrue();
  }

  private static int run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }
}
