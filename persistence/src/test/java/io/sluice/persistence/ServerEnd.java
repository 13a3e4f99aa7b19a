package io.sluice.persistence;

import java.nio.file.Path;

/** Waits until nothing of an embedded server runs: it says that it has ended a moment before. */
final class ServerEnd {
  private ServerEnd() {}

  static void await(Path dataDir) {
    var files = ServerFiles.of(dataDir);
    Waiting.until("the end of its processes", () -> files.processes().findAny().isEmpty());
  }
}
