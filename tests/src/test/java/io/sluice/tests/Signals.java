package io.sluice.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Signals to processes that a test has started. */
final class Signals {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private Signals() {}

  /**
   * @param name without SIG, as in {@code TERM}
   */
  static void send(Process process, String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns when all its threads stand still, which may be long after the signal was sent. */
  static void freeze(Process process) {
    send(process, "STOP");
    Sluice.await("process " + process.pid() + " to freeze", () -> isFrozen(process), PATIENCE);
  }

  static void thaw(Process process) {
    send(process, "CONT");
  }

  private static boolean isFrozen(Process process) {
    try (var threads = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
      for (var thread : threads) {
        var line = Files.readString(thread.resolve("stat"));
        // The state stands behind the name in brackets, which may hold anything.
        if (line.charAt(line.lastIndexOf(')') + 2) != 'T') {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      // One of them has ended meanwhile.
      return false;
    }
  }
}
