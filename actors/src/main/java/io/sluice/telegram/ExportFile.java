package io.sluice.telegram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The file of an export in the state in which it was seen. Two are equal while the file is
 * unchanged.
 *
 * @param path the file, absolute
 * @param root the directory that its photos' paths start from, without symbolic links
 * @param size bytes
 * @param modifiedMillis when it was last written, milliseconds since 1970
 */
public record ExportFile(Path path, Path root, long size, long modifiedMillis) {

  /**
   * The state of the file now.
   *
   * @throws IOException naming the path, if the file is gone or may not be looked at
   */
  static ExportFile of(Path path) throws IOException {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new ExportFile(
          path.toAbsolutePath().normalize(),
          path.toRealPath().getParent(),
          attributes.size(),
          attributes.lastModifiedTime().toMillis());
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  static IOException unreadable(Path path, IOException cause) {
    return new IOException("cannot read the export " + path + ": " + cause, cause);
  }
}
