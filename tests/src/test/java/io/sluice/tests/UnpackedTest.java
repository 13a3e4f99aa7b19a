package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code sluice} as a package has it: beside the program, without a checkout. */
class UnpackedTest {
  @TempDir private Path directory;

  @Test
  void runs_where_it_was_unpacked_and_builds_nothing() throws IOException {
    var setup = new Sluice.Setup(directory, Map.of("HOME", directory.toString()), List.of());
    try (var program = Launcher.unpacked(directory).start(setup, "--version")) {
      assertThat(program.end().assertExit(0).output()).startsWith("sluice 0.1.0");
    }
    assertThat(directory.resolve("app")).doesNotExist();
    assertThat(Files.list(directory.resolve("cache"))).isEmpty();
  }
}
