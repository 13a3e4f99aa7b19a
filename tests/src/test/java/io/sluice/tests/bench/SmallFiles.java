package io.sluice.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Writes files of some bytes, a thousand in a directory. */
public final class SmallFiles {
  private static final int IN_ONE = 1000;

  private SmallFiles() {}

  /** No two of them alike. */
  static Path write(Path directory, int count) throws IOException {
    return write(directory, count, count);
  }

  /**
   * @param directory for them, which is made; its name makes their contents differ from those of
   *     others
   * @param distinct how many contents there are
   */
  public static Path write(Path directory, int count, int distinct) throws IOException {
    Files.createDirectories(directory);
    try {
      IntStream.range(0, (count + IN_ONE - 1) / IN_ONE)
          .parallel()
          .forEach(
              number ->
                  write(directory, number, Math.min(IN_ONE, count - number * IN_ONE), distinct));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return directory;
  }

  private static void write(Path directory, int number, int count, int distinct) {
    var name = directory.getFileName().toString();
    try {
      var one = Files.createDirectories(directory.resolve("d%05d".formatted(number)));
      for (int file = 0; file < count; file++) {
        var content = name + " " + (number * IN_ONE + file) % distinct;
        Files.write(
            one.resolve("f%03d.txt".formatted(file)), content.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
