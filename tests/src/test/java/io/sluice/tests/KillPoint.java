package io.sluice.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a rule does in the process under test when it comes to the point where it is to die. */
public final class KillPoint {
  private static final int ABORTED = 134;

  private KillPoint() {}

  /** Says that the point is reached, and stays there until the process is killed. */
  public static void reached(String marker) throws InterruptedException {
    try {
      Files.createFile(Path.of(marker));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.currentThread().join();
  }

  /** Ends the process as a crash in native code does. */
  public static void die() {
    Runtime.getRuntime().halt(ABORTED);
  }
}
