package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;

/** Waits until nothing of an embedded server runs: it says that it has ended a moment before. */
final class ServerEnd {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private ServerEnd() {}

  static void await(Path dataDir) {
    var files = ServerFiles.of(dataDir);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (files.processes().findAny().isPresent()) {
      assertThat(System.nanoTime()).as("the end of its processes").isLessThan(end);
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
