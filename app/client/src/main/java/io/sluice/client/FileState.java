package io.sluice.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;

/**
 * How a file is: two that are equal hold the same.
 *
 * @param size in bytes
 * @param changed when its content was changed, or what the system knows of it, whichever is later:
 *     a time that somebody has set back is seen by that
 * @param key by which the file system knows it; null where it knows none
 */
record FileState(long size, FileTime changed, Object key) {
  /** Beyond it, JSON's readers lose count. */
  private static final long MOST_MILLIS = (1L << 53) - 1;

  static FileState of(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new LocalFileException("not a file", null);
    }
    var changed = attributes.lastModifiedTime();
    if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      var ofInode = (FileTime) Files.getAttribute(file, "unix:ctime");
      changed = ofInode.compareTo(changed) > 0 ? ofInode : changed;
    }
    return new FileState(attributes.size(), changed, attributes.fileKey());
  }

  long millis() {
    return Math.max(1, Math.min(MOST_MILLIS, changed.toMillis()));
  }

  boolean isNowOf(Path file) throws IOException {
    return Objects.equals(this, of(file));
  }
}
