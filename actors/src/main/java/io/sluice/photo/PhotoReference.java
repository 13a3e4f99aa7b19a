package io.sluice.photo;

import io.sluice.export.Enclosure;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/**
 * A photo that a message names.
 *
 * @param id unique within its channel, and safe as a file name
 * @param location where its bytes are
 */
public record PhotoReference(String id, Location location) {

  private static final long WITHOUT_TEXTS = 500;

  /** Bytes that it takes in memory, roughly; paths and ids are short. */
  public long weight() {
    if (location instanceof Elsewhere elsewhere) {
      return WITHOUT_TEXTS + elsewhere.weight();
    }
    return location instanceof Absent absent
        ? WITHOUT_TEXTS + 2L * absent.reason().length()
        : WITHOUT_TEXTS;
  }

  /** Where a photo's bytes are. */
  public sealed interface Location {}

  /**
   * A file on this machine.
   *
   * @param enclosure what it is read from
   * @param path without links; that it lies within its export has been checked
   */
  public record InFile(Enclosure enclosure, Path path) implements Location {

    SeekableByteChannel open() throws IOException {
      return enclosure.open(path);
    }
  }

  /**
   * A place that only its source knows, in a record of the source's own: whoever wants the photo
   * gives it back to the source.
   */
  public non-sealed interface Elsewhere extends Location {

    /** Bytes that it takes in memory, roughly: its texts. */
    long weight();
  }

  /** The source says itself that it does not have the photo, and why. */
  public record Absent(String reason) implements Location {}
}
