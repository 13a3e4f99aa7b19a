package io.sluice.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * Where a child's native code is a file while it is loaded: a directory of its own in one for all,
 * from which that of others is swept that were killed before they had removed it.
 *
 * @param own which may be swept when it is empty, and is made anew
 */
record NativeFiles(Path all, Path own) {
  private static final Duration ABANDONED = Duration.ofHours(1);

  static NativeFiles in(Path all) {
    return new NativeFiles(all, all.resolve("run-" + UUID.randomUUID()).toAbsolutePath());
  }

  void make() throws IOException {
    if (!Files.isDirectory(own)) {
      Files.createDirectories(own);
      sweep();
    }
  }

  private void sweep() throws IOException {
    try (var runs = Files.newDirectoryStream(all, "run-*")) {
      for (var run : runs) {
        var last = Files.getLastModifiedTime(run).toInstant();
        if (last.isBefore(Instant.now().minus(ABANDONED))) {
          empty(run);
          Files.deleteIfExists(run);
        }
      }
    } catch (NoSuchFileException e) {
      // Swept by another.
    }
  }

  void remove() throws IOException {
    if (Files.isDirectory(own)) {
      empty(own);
      Files.deleteIfExists(own);
    }
  }

  /** Code that is loaded needs its file no more. */
  static void empty(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var one : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!one.equals(directory)) {
          Files.deleteIfExists(one);
        }
      }
    }
  }
}
