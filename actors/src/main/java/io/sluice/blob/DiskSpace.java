package io.sluice.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What the file system of a path has, in bytes. The system is asked for the path itself, not for
 * where it is mounted: in a root of one's own (chroot) no mount is told for it.
 *
 * @param free for who is not root
 * @param total 0 where no files can be stored
 */
public record DiskSpace(long free, long total) {

  /**
   * @throws IOException if the path is not there
   */
  public static DiskSpace of(Path path) throws IOException {
    // What follows says 0 where it fails.
    Files.readAttributes(path, BasicFileAttributes.class);
    return new DiskSpace(path.toFile().getUsableSpace(), path.toFile().getTotalSpace());
  }
}
