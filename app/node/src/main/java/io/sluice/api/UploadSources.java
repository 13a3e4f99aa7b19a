package io.sluice.api;

import io.sluice.ledger.batch.BatchList;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Uploads as the source of a batch: {@code upload:NAME}, or {@code upload:NAME/PATH} for a file in
 * it, goes in, its place comes out. A batch is made of what nobody else's batch is made of.
 */
record UploadSources(Uploads uploads, BatchList batches) {

  /**
   * @param directory of the upload
   * @param path in it, or itself
   */
  record Located(Path directory, Path path) {}

  /** The upload that a source is, if it is one, whether or not it is there. */
  Optional<Located> locate(String source) {
    int slash = source.indexOf('/');
    return Uploads.named(slash < 0 ? source : source.substring(0, slash))
        .map(uploads::directory)
        .map(
            directory ->
                new Located(
                    directory,
                    slash < 0 ? directory : UploadPath.of(directory, source.substring(slash + 1))));
  }

  /**
   * Makes sure that a batch can begin on its uploads, and that these outlive a power cut.
   *
   * @throws ProblemException if one is not there, if another batch is made of it, or if they do not
   *     hold as many files as their sender says
   */
  void check(WantedBatch.Origin source) {
    var located = named(source).flatMap(path -> locate(path).stream()).toList();
    for (var upload : located) {
      if (!Files.isReadable(upload.path())) {
        throw Problem.of(
                422, "source-not-readable", "Nothing was sent here as this, or it is gone again")
            .in("source.paths")
            .remedy("Send it: PUT /api/uploads/NAME/PATH.")
            .thrown();
      }
      checkFree(upload.directory());
    }
    long there = located.stream().map(Located::directory).distinct().mapToLong(this::settled).sum();
    if (source.files() != null && source.files() != there) {
      throw Problem.of(
              409,
              "upload-differs",
              "The upload has %d files, and %d were sent".formatted(there, source.files()))
          .in("source.files")
          .remedy("Ask what it lacks (POST /api/uploads/NAME), or send it under a new name.")
          .thrown();
    }
  }

  private void checkFree(Path directory) {
    batches.ofUpload(directory.getFileName().toString()).stream()
        .findFirst()
        .ifPresent(
            other -> {
              throw Problem.of(
                      409, "upload-taken", "A batch is made of it already: " + other.name())
                  .in("source.paths")
                  .remedy("Send it under a new name.")
                  .thrown();
            });
  }

  /** By which the source of a batch tells that it is made of an upload. */
  static String part(Path directory) {
    return "/%s/%s/".formatted(directory.getParent().getFileName(), directory.getFileName());
  }

  /** Has names outlive a power cut, and gives how many files there are. */
  private long settled(Path directory) {
    var files = new FileCount();
    try {
      Files.walkFileTree(directory, files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files.count;
  }

  private static final class FileCount extends SimpleFileVisitor<Path> {
    private long count;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      count += attributes.isRegularFile() ? 1 : 0;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      try (var open = FileChannel.open(directory)) {
        open.force(true);
      }
      return FileVisitResult.CONTINUE;
    }
  }

  /** The directories below which a source may be read, that of its uploads among them. */
  List<Path> roots(WantedBatch.Origin source) {
    var roots = new ArrayList<Path>();
    named(source).forEach(path -> locate(path).ifPresent(found -> roots.add(found.directory())));
    return roots;
  }

  private static Stream<String> named(WantedBatch.Origin source) {
    return Stream.concat(source.paths().stream(), source.lists().stream());
  }
}
