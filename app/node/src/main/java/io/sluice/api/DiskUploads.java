package io.sluice.api;

import io.sluice.blob.BlobStore;
import io.sluice.settings.FileMode;
import io.sluice.view.MissingFilesView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Uploads on a disk that all nodes see, each in a directory of its own, under the bytes of its
 * names.
 */
final class DiskUploads implements UploadPlace {
  private final Path root;
  private final BlobStore images;
  private final UploadCheck check;

  /**
   * @param images beside which they lie
   * @param mode of what is made here
   */
  DiskUploads(Path root, BlobStore images, FileMode mode, Room room) {
    this.root = root;
    this.images = images;
    check = new UploadCheck(images, mode, room);
  }

  Path root() {
    return root;
  }

  /** Where what comes is until it is whole. */
  Path parts() {
    return root.resolve(Uploads.PARTS);
  }

  Path directory(String upload) {
    return root.resolve(upload);
  }

  Path path(UploadTarget target) {
    var directory = directory(target.upload());
    return target.path().isEmpty() ? directory : UploadPath.of(directory, target.path());
  }

  @Override
  public void check(UploadTarget target) {
    path(target);
  }

  @Override
  public boolean isThere(UploadTarget target) {
    return Files.isReadable(path(target));
  }

  @Override
  public URI address(UploadTarget target) {
    var address = path(target).toUri().toString();
    return URI.create(target.path().isEmpty() && !address.endsWith("/") ? address + "/" : address);
  }

  @Override
  public Stream<Found> files(String upload) {
    var directory = directory(upload);
    try {
      return (Files.isDirectory(directory) ? Files.walk(directory) : Stream.<Path>empty())
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> new Found(directory.relativize(file).toString(), file.toFile().length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public MissingFilesView missing(String source, String upload, SeenFiles seen) {
    return check.missing(source, directory(upload), seen);
  }

  @Override
  public long settled(String upload) {
    var files = new FileCount();
    try {
      Files.walkFileTree(directory(upload), files);
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

  @Override
  public List<String> names() {
    // In another directory that took the place they are somebody else's.
    images.checkPlace();
    try (var all = Files.isDirectory(root) ? Files.list(root) : Stream.<Path>empty()) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> !name.equals(Uploads.PARTS))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whoever sends a file changes its directory. */
  @Override
  public Instant lastSent(String upload) {
    try (var all = Files.walk(directory(upload))) {
      var last = Files.getLastModifiedTime(directory(upload)).toInstant();
      for (var rest = all.filter(Files::isDirectory).iterator(); rest.hasNext(); ) {
        var changed = Files.getLastModifiedTime(rest.next()).toInstant();
        last = changed.isAfter(last) ? changed : last;
      }
      return last;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void remove(String upload) {
    images.checkPlace();
    try {
      Files.walkFileTree(directory(upload), new Deletion());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another node may do the same. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
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
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }

  @Override
  public void sweepParts() {
    var before = Instant.now().minus(Uploads.KEPT);
    try (var all = Files.isDirectory(parts()) ? Files.list(parts()) : Stream.<Path>empty()) {
      for (var part : all.toList()) {
        if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
          Files.deleteIfExists(part);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String where() {
    return root.toString();
  }
}
