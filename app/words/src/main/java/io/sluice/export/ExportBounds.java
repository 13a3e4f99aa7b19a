package io.sluice.export;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an export may lie: paths as they are named go in, those without links come out.
 *
 * @param root only below this directory, wherever links lead; empty where who named the export may
 *     read it anywhere
 */
public record ExportBounds(Optional<Path> root) {
  public static final ExportBounds NONE = new ExportBounds(Optional.empty());

  public static ExportBounds below(Path root) {
    return new ExportBounds(Optional.of(root));
  }

  /**
   * Where a path leads to.
   *
   * @throws OutOfBoundsException if that is outside, or not to be told from it
   */
  public Path real(Path path) throws IOException {
    if (root.isEmpty()) {
      return path.toRealPath();
    }
    try {
      var real = path.toRealPath();
      if (real.startsWith(root.get().toRealPath())) {
        return real;
      }
    } catch (NoSuchFileException
        | AccessDeniedException
        | NotDirectoryException
        | FileSystemLoopException e) {
      // Whoever made a link must not learn what is at its end.
    }
    throw new OutOfBoundsException(path, root.get());
  }

  /** What a file may be read from that is at this path, and so its photos. */
  Enclosure enclosure(Path real) throws IOException {
    return new Enclosure(root.isEmpty() ? real.getParent() : root.get().toRealPath());
  }
}
