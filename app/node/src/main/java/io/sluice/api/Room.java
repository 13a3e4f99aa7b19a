package io.sluice.api;

import io.sluice.blob.DiskSpace;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * What files that are sent may take of a disk, all together. Only bytes that have come count: the
 * disk is looked at again each time some of them have come, whoever sent them. Thread-safe.
 */
final class Room {
  private static final long LOT = 16 << 20;

  private final Path directory;
  private final long leastFree;
  private long left;

  /**
   * @param leastFree bytes that must stay free
   */
  Room(Path directory, long leastFree) {
    this.directory = directory;
    this.leastFree = leastFree;
  }

  /** Takes bytes of what the last look has found; false if the disk is to be looked at again. */
  synchronized boolean take(long bytes) {
    boolean fits = bytes <= left;
    left -= fits ? bytes : 0;
    return fits;
  }

  /**
   * Takes bytes of what is free now.
   *
   * @throws ProblemException if there is no room
   */
  synchronized void takeNow(long bytes) {
    left = Math.min(free(), LOT);
    if (!take(bytes)) {
      throw full();
    }
  }

  /**
   * Takes nothing.
   *
   * @throws ProblemException if there is no room for so many bytes, though nobody else sent any
   */
  void check(long bytes) {
    if (bytes > free()) {
      throw full();
    }
  }

  private long free() {
    try {
      return DiskSpace.of(directory).free() - leastFree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ProblemException full() {
    return Problem.of(507, "no-space", "There is no room left for this file")
        .remedy("Make room where IMAGE_DIR is, and send it again.")
        .thrown();
  }
}
