package io.sluice.api;

import io.sluice.blob.BlobStore;
import io.sluice.blob.StorageException;
import io.sluice.ledger.batch.BatchList;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.ChannelRow;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long uploads stay: as long as a channel is collected from them, or a batch may still read
 * them; what nobody has made anything of goes a day after the last file came.
 */
final class UploadLife {
  private static final Logger LOG = LoggerFactory.getLogger(UploadLife.class);
  private static final long NOBODY = 0;

  private final Path root;
  private final BlobStore images;
  private final ChannelList channels;
  private final BatchList list;

  UploadLife(Path root, BlobStore images, ChannelList channels, BatchList list) {
    this.root = root;
    this.images = images;
    this.channels = channels;
    this.list = list;
  }

  /** Removes what is used by nobody, and nobody has sent to for a while. */
  void sweep() {
    each(
        upload -> {
          if (lastSent(upload).isBefore(Instant.now().minus(Uploads.KEPT))
              && !isUsed(upload, NOBODY)
              && of(upload).stream().noneMatch(this::mayRead)) {
            LOG.info("The upload {} is removed: nobody has made anything of it", upload);
            delete(upload);
          }
        });
    sweepParts();
  }

  /** Removes those whose batches need them no more. */
  void removeDone() {
    each(
        upload -> {
          var readers = of(upload);
          if (!readers.isEmpty()
              && readers.stream().noneMatch(this::mayRead)
              && !isUsed(upload, NOBODY)) {
            LOG.info("The upload {} is removed: its batch needs it no more", upload);
            delete(upload);
          }
        });
  }

  private interface Look {
    void at(Path upload) throws IOException;
  }

  private void each(Look look) {
    try {
      // In another directory that took the place they are somebody else's.
      images.checkPlace();
      try (var all = Files.isDirectory(root) ? Files.list(root) : Stream.<Path>empty()) {
        for (var upload : all.filter(path -> !path.endsWith(Uploads.PARTS)).toList()) {
          look.at(upload);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} could not be looked through, and is again later: {}", root, e.toString());
    }
  }

  /** What a node was writing when it died. */
  private void sweepParts() {
    var parts = root.resolve(Uploads.PARTS);
    var before = Instant.now().minus(Uploads.KEPT);
    try (var all = Files.isDirectory(parts) ? Files.list(parts) : Stream.<Path>empty()) {
      for (var part : all.toList()) {
        if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
          Files.deleteIfExists(part);
        }
      }
    } catch (IOException e) {
      LOG.warn("{} could not be looked through, and is again later: {}", parts, e.toString());
    }
  }

  /** The batches whose files these are. */
  private List<BatchRow> of(Path upload) {
    return list.ofUpload(upload.getFileName().toString());
  }

  private boolean mayRead(BatchRow batch) {
    return switch (batch.phase()) {
      case CREATED, LISTING, RUNNING, PAUSED, FAILED -> true;
      // What failed may be tried again.
      case COMPLETED -> batch.counts().failed() + batch.counts().dead() > 0;
      // What is on its way is stored.
      case CANCELLED -> batch.inFlight();
      case REMOVING -> false;
    };
  }

  private boolean isUsed(Path upload, long exceptBy) {
    return channels.hasOtherSourceIn(upload + File.separator, exceptBy);
  }

  /** Removes those that a removed channel was collected from, and no other is. */
  void forget(ChannelRow removed) {
    for (var source : ChannelViews.sources(removed)) {
      var location = Path.of(source.location());
      if (location.startsWith(root)) {
        var upload = root.resolve(root.relativize(location).getName(0));
        if (!isUsed(upload, removed.id())) {
          delete(upload);
        }
      }
    }
  }

  /** Removes those that a removed batch was made of, and nobody else uses. */
  void forget(BatchRow removed) {
    each(
        upload -> {
          // Its row may be gone by now.
          if (removed.source().contains(UploadSources.part(upload))
              && of(upload).stream()
                  .noneMatch(other -> other.id() != removed.id() && mayRead(other))
              && !isUsed(upload, NOBODY)) {
            delete(upload);
          }
        });
  }

  /** Removes one; what cannot be removed now is swept in the end. */
  void delete(Path upload) {
    try {
      images.checkPlace();
      Files.walkFileTree(upload, new Deletion());
    } catch (IOException | StorageException e) {
      LOG.warn("The upload {} is removed later: {}", upload, e.toString());
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

  /** Whoever sends a file changes its directory. */
  private static Instant lastSent(Path upload) throws IOException {
    try (var all = Files.walk(upload)) {
      var last = Files.getLastModifiedTime(upload).toInstant();
      for (var rest = all.filter(Files::isDirectory).iterator(); rest.hasNext(); ) {
        var changed = Files.getLastModifiedTime(rest.next()).toInstant();
        last = changed.isAfter(last) ? changed : last;
      }
      return last;
    }
  }
}
