package io.sluice.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/** What a long test tells, each line with the time since its beginning, and where its logs stay. */
final class Diary {
  private final Path directory;
  private final long began = System.nanoTime();

  private Diary(Path directory) {
    this.directory = directory;
  }

  /** In an empty directory of this name below {@code tests/target}. */
  static Diary in(String name) throws IOException {
    var directory = Path.of("target", name).toAbsolutePath();
    if (Files.exists(directory)) {
      try (var files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(Diary::delete);
      }
    }
    return new Diary(Files.createDirectories(directory));
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path directory() {
    return directory;
  }

  void say(String line, Object... values) {
    var time = Duration.ofNanos(System.nanoTime() - began);
    System.out.printf(
        "%02d:%02d  %s%n", time.toMinutes(), time.toSecondsPart(), line.formatted(values));
  }
}
