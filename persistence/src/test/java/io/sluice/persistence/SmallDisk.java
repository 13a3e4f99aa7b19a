package io.sluice.persistence;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system of its own that is soon full. Only root can make one: tests without are skipped.
 */
public final class SmallDisk implements AutoCloseable {
  private final Path place;

  private SmallDisk(Path place) {
    this.place = place;
  }

  /**
   * @param place an empty directory, or none yet
   * @param size such as 512k
   */
  public static SmallDisk at(Path place, String size) throws IOException {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "a small file system can only be made by root");
    Files.createDirectories(place);
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", place.toString()));
    return new SmallDisk(place);
  }

  public Path place() {
    return place;
  }

  /** Changes an option, such as {@code size=100m} or {@code ro}. */
  public void remount(String option) throws IOException {
    if (!run("mount", "-o", "remount," + option, place.toString())) {
      throw new IOException(place + " cannot be mounted with " + option);
    }
  }

  /** Writes until nothing more fits; gives the file that takes the room. */
  public Path fill() throws IOException {
    var filler = place.resolve("filler");
    try (var out = Files.newOutputStream(filler)) {
      var some = new byte[4096];
      while (true) {
        out.write(some);
      }
    } catch (IOException full) {
      return filler;
    }
  }

  @Override
  public void close() throws IOException {
    if (!run("umount", "-l", place.toString())) {
      throw new IOException(place + " stays mounted");
    }
  }

  private static boolean run(String... command) throws IOException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
