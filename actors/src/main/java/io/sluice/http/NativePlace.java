package io.sluice.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the library of TLS is a file while it is loaded: among temporary files, or in a directory
 * of ours where nothing can be run that lies there, as in a container whose /tmp is in memory.
 */
public final class NativePlace {
  private static final String PLACE = "io.netty.native.workdir";

  private NativePlace() {}

  /** Before anybody asks for TLS. What the user has set stands. */
  public static void choose(Path ours) {
    if (System.getProperty(PLACE) == null
        && !canRun(Path.of(System.getProperty("java.io.tmpdir")))) {
      System.setProperty(PLACE, ours.toAbsolutePath().toString());
    }
  }

  /** Whether files can be made there that are run, or loaded as code. */
  static boolean canRun(Path directory) {
    try {
      var file = Files.createTempFile(directory, "sluice", ".so");
      try {
        return file.toFile().setExecutable(true) && Files.isExecutable(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      return false;
    }
  }
}
