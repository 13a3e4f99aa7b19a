package io.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;

/** A temporary folder: made when opened, gone with all its files when closed or interrupted. */
public final class ScratchFolder implements AutoCloseable {
  private static final String PREFIX = "sluice-bench-";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Path path;
  private final Thread hook = new Thread(this::deleteQuietly, "scratch-folder");

  private ScratchFolder(Path path) {
    this.path = path;
  }

  public static ScratchFolder create() throws IOException {
    return of(Files.createTempDirectory(PREFIX));
  }

  /** In a directory that is there. */
  public static ScratchFolder create(Path directory) throws IOException {
    return of(Files.createTempDirectory(directory, PREFIX));
  }

  private static ScratchFolder of(Path path) {
    var folder = new ScratchFolder(path.toAbsolutePath());
    Runtime.getRuntime().addShutdownHook(folder.hook);
    return folder;
  }

  /** A new folder in it. */
  public Path folder(String name) throws IOException {
    return Files.createDirectories(path.resolve(name));
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(hook);
    delete();
  }

  private void delete() throws IOException {
    try (var entries = Files.walk(path)) {
      for (var entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    }
  }

  /** While what wrote there is ended by others, at the same time. */
  private void deleteQuietly() {
    long began = System.nanoTime();
    while (Files.exists(path) && System.nanoTime() - began < PATIENCE.toNanos()) {
      try {
        delete();
      } catch (IOException | UncheckedIOException e) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }
}
