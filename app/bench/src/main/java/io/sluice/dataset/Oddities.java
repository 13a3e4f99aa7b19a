package io.sluice.dataset;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes what is no file and stands among files all the same, as traps for who reads a tree. */
final class Oddities {
  private Oddities() {}

  /** Gives the number of what was made in the folder. */
  static int write(Path dir) throws IOException {
    var circle = dir.resolve("round and round");
    Files.deleteIfExists(circle);
    Files.createSymbolicLink(circle, Path.of("."));
    var pipe = dir.resolve("pipe");
    Files.deleteIfExists(pipe);
    makeFifo(pipe);
    return 2;
  }

  /** Java has no call for it. */
  private static void makeFifo(Path pipe) throws IOException {
    var command = new ProcessBuilder("mkfifo", "--", pipe.toString()).redirectErrorStream(true);
    var process = command.start();
    try (var said = process.inputReader()) {
      var complaint = said.lines().toList();
      if (process.waitFor() != 0) {
        throw new FileSystemException(pipe.toString(), null, String.join(" ", complaint));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a FIFO was being made");
    }
  }
}
