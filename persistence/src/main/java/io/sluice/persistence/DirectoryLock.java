package io.sluice.persistence;

import io.sluice.settings.FileMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a data directory for one process; the operating system lets go when that process ends. */
final class DirectoryLock implements AutoCloseable {
  /**
   * The files that this process holds: it must not even open them again, since POSIX lets go of a
   * file's locks when a process closes it, whichever way it had it open.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final FileChannel channel;
  private final Path file;

  private DirectoryLock(FileChannel channel, Path file) {
    this.channel = channel;
    this.file = file;
  }

  /**
   * @throws DatabaseException where another process holds the directory, or it cannot be written
   */
  static DirectoryLock acquire(Path directory) {
    try {
      var file = Files.createDirectories(directory).toRealPath().resolve("node.lock");
      if (!HELD.add(file)) {
        throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
      }
      return acquire(directory, file);
    } catch (IOException e) {
      throw new DatabaseException(
          "DATA_DIR %s cannot be written: %s: choose another, or give this user the right to write"
              .formatted(directory, e),
          e);
    }
  }

  private static DirectoryLock acquire(Path directory, Path file) throws IOException {
    FileChannel channel = null;
    boolean acquired = false;
    try {
      if (Files.exists(file)) {
        // Whoever may read it could lock it.
        Files.setPosixFilePermissions(file, FileMode.OWNER.ofFiles());
      }
      channel =
          FileMode.OWNER.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        throw inUse(directory, Files.readString(file).strip());
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      acquired = true;
      return new DirectoryLock(channel, file);
    } finally {
      if (!acquired) {
        if (channel != null) {
          channel.close();
        }
        HELD.remove(file);
      }
    }
  }

  private static DatabaseException inUse(Path directory, String process) {
    return new DatabaseException(
        "DATA_DIR %s is in use by another sluice (process %s): wait for it, or choose another"
            .formatted(directory, process));
  }

  /** Whether another process holds the directory. */
  static boolean isHeld(Path directory) {
    try {
      var file = directory.toRealPath().resolve("node.lock");
      return HELD.contains(file) || isHeldByAnother(file);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isHeldByAnother(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return !locked(channel);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    FileLock lock = channel.tryLock();
    return lock != null;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(file);
    }
  }
}
