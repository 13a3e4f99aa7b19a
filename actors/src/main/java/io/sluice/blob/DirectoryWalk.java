package io.sluice.blob;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/**
 * Visits the files below a directory, one after the other, while others make and remove some. No
 * link is followed.
 */
final class DirectoryWalk extends SimpleFileVisitor<Path> {
  private final Path root;
  private final Consumer<Stored> visit;

  private DirectoryWalk(Path root, Consumer<Stored> visit) {
    this.root = root;
    this.visit = visit;
  }

  /**
   * @param root what keys begin behind
   */
  static void of(Path root, String below, Consumer<Stored> visit) throws IOException {
    Files.walkFileTree(root.resolve(below), new DirectoryWalk(root, visit));
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      visit.accept(
          new Stored(
              root.relativize(file).toString(),
              attributes.size(),
              attributes.lastModifiedTime().toInstant()));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, IOException failure)
      throws IOException {
    return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(directory, failure);
  }
}
