package io.sluice.blob;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Removes the directories that a file has left empty, but for those right below the root. */
final class EmptyDirectories {
  private EmptyDirectories() {}

  static void removeAbove(Path file, Path root) throws IOException {
    try {
      for (var parent = file.getParent();
          !parent.equals(root) && !parent.getParent().equals(root);
          parent = parent.getParent()) {
        Files.delete(parent);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // Others use it, or have removed it.
    }
  }
}
