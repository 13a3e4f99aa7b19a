package io.sluice.export;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Set;

/**
 * A directory that files are read from, and nothing beside it: also not if a link takes the place
 * of a file or of a directory between the look at it and its opening.
 *
 * @param directory without links on the way to it
 */
public record Enclosure(Path directory) {
  /** Whether a path without links lies in it. */
  public boolean holds(Path real) {
    return real.startsWith(directory) && !real.equals(directory);
  }

  /**
   * Opens a regular file.
   *
   * @param real its path, on which there were no links when it was looked at
   * @throws NotAFileException if there is one now, or something else than a file
   */
  public SeekableByteChannel open(Path real) throws IOException {
    if (!holds(real)) {
      throw new NotAFileException(real);
    }
    return open(Files.newDirectoryStream(directory), directory.relativize(real), real);
  }

  private SeekableByteChannel open(DirectoryStream<Path> stream, Path rest, Path real)
      throws IOException {
    try (stream) {
      if (!(stream instanceof SecureDirectoryStream<Path> here)) {
        return openByPath(real);
      }
      var name = rest.getName(0);
      var found =
          here.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      if (rest.getNameCount() > 1) {
        check(found.isDirectory(), real);
        var next = here.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        return open(next, rest.subpath(1, rest.getNameCount()), real);
      }
      check(found.isRegularFile(), real);
      return here.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }
  }

  /** Where a system cannot open below an open directory: a swap is seen, if it is still there. */
  private static SeekableByteChannel openByPath(Path real) throws IOException {
    check(Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS), real);
    var channel = Files.newByteChannel(real);
    if (real.toRealPath().equals(real)) {
      return channel;
    }
    channel.close();
    throw new NotAFileException(real);
  }

  /** Others may have no end, or nothing to read until somebody writes. */
  private static void check(boolean asExpected, Path real) throws NotAFileException {
    if (!asExpected) {
      throw new NotAFileException(real);
    }
  }
}
