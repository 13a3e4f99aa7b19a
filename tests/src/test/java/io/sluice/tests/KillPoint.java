package io.sluice.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** What a rule does in the process under test when it comes to the point that a test waits for. */
public final class KillPoint {
  private static final long NOWHERE = 1L << 46;

  private KillPoint() {}

  /** Says that the point is reached, and stays there until the process is killed. */
  public static void reached(String marker) throws InterruptedException {
    passed(marker);
    Thread.currentThread().join();
  }

  /** Says that the point is passed; several threads may do so at once. */
  public static void passed(String marker) {
    try {
      Files.write(Path.of(marker), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that the point is passed, and stays there until there is the other file. */
  public static void hold(String marker, String release) throws InterruptedException {
    passed(marker);
    while (!Files.exists(Path.of(release))) {
      Thread.sleep(20);
    }
  }

  /** Whether there is that file. */
  public static boolean isThere(String file) {
    return Files.exists(Path.of(file));
  }

  /** Crashes in native code, which writes where no memory is. */
  public static void die() {
    try (var bytes = new BytePointer(1)) {
      Pointer.memset(bytes.position(NOWHERE), 0, 1);
    }
  }
}
