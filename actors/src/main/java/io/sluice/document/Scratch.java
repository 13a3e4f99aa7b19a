package io.sluice.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A directory for what the parsers of one child put aside, below that of temporary files. A child
 * that is killed leaves it, and the next one that starts removes it: a lock tells who lives.
 */
final class Scratch {
  private static final String NAME = "sluice-extract-";
  private static final String LOCK = "lock";

  /** One that is so new may not have its lock yet. */
  private static final Duration NEW = Duration.ofMinutes(1);

  private Scratch() {}

  /** Takes one for this process, until it ends. */
  static Path take(Path temporary) throws IOException {
    sweep(temporary);
    var own = temporary.resolve(NAME + ProcessHandle.current().pid() + "-" + System.nanoTime());
    Files.createDirectory(
        own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    lock(own, StandardOpenOption.CREATE_NEW);
    return own;
  }

  /** Whether nobody else has it; the lock goes with the process. */
  private static boolean lock(Path directory, StandardOpenOption option) throws IOException {
    var channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE, option);
    if (channel.tryLock() != null) {
      return true;
    }
    channel.close();
    return false;
  }

  private static void sweep(Path temporary) {
    try (var all = Files.newDirectoryStream(temporary, NAME + "*")) {
      for (var one : all) {
        sweepOne(one);
      }
    } catch (IOException | UncheckedIOException e) {
      // Another child may remove the same; what stays is for the next one.
    }
  }

  private static void sweepOne(Path directory) throws IOException {
    var since = Files.getLastModifiedTime(directory).toInstant();
    if (since.isBefore(Instant.now().minus(NEW)) && lock(directory, StandardOpenOption.CREATE)) {
      for (var path : below(directory)) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static List<Path> below(Path directory) throws IOException {
    try (var all = Files.walk(directory)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
