package io.sluice.export;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The file of an export in the state in which it was seen. Two are equal while the file is
 * unchanged.
 *
 * @param path the file as it was named, absolute
 * @param bounds where it may lie
 * @param real the same file without symbolic links on the way
 * @param enclosure what the file and its photos are read from
 * @param size bytes
 * @param modifiedMillis when it was last written, milliseconds since 1970
 */
public record ExportFile(
    Path path,
    ExportBounds bounds,
    Path real,
    Enclosure enclosure,
    long size,
    long modifiedMillis) {

  /**
   * The state of the file now.
   *
   * @throws IOException naming the path, if the file is gone or may not be looked at
   */
  public static ExportFile of(Path path, ExportBounds bounds) throws IOException {
    try {
      var real = bounds.real(path);
      var attributes =
          Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new ExportFile(
          path.toAbsolutePath().normalize(),
          bounds,
          real,
          bounds.enclosure(real),
          attributes.size(),
          attributes.lastModifiedTime().toMillis());
    } catch (OutOfBoundsException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** The same file, as it is now. */
  public ExportFile now() throws IOException {
    return of(path, bounds);
  }

  /** The directory that its photos' paths start from. */
  public Path root() {
    return real.getParent();
  }

  SeekableByteChannel open() throws IOException {
    return enclosure.open(real);
  }

  public static IOException unreadable(Path path, IOException cause) {
    return new IOException("cannot read the export " + path + ": " + cause, cause);
  }
}
