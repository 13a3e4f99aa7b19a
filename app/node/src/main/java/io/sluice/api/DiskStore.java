package io.sluice.api;

import io.sluice.blob.BlobStore;
import io.sluice.blob.StorageAwayException;
import io.sluice.blob.Trouble;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Takes files in to a disk: each gets its name when it is whole and synced. */
final class DiskStore implements UploadStore {
  private final DiskUploads uploads;
  private final BlobStore images;
  private final FileMode mode;
  private final Room room;
  private final ActorSystem<?> system;
  private final Blocking blocking;

  DiskStore(
      DiskUploads uploads,
      BlobStore images,
      FileMode mode,
      Room room,
      ActorSystem<?> system,
      Blocking blocking) {
    this.uploads = uploads;
    this.images = images;
    this.mode = mode;
    this.room = room;
    this.system = system;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<Long> store(
      Source<ByteString, ?> bytes,
      OptionalLong length,
      UploadTarget wanted,
      Optional<FileTime> modified) {
    var target = uploads.path(wanted);
    var part = uploads.parts().resolve(UUID.randomUUID().toString());
    return blocking
        .run(() -> prepared(part, length))
        .thenCompose(
            ready -> bytes.mapAsync(1, this::withRoom).runWith(FileIO.toPath(part), system))
        .thenCompose(
            written ->
                blocking.run(
                    () -> {
                      checkLength(written.count(), length);
                      kept(part, target, modified);
                      return written.count();
                    }))
        .handle(
            (count, failure) -> {
              if (failure != null) {
                part.toFile().delete();
                throw failed(failure);
              }
              return count;
            });
  }

  /** Who says that it does not fit need not send it; who only says that it is large takes none. */
  private Path prepared(Path part, OptionalLong length) {
    images.checkPlace();
    try {
      mode.makeDirectories(part.getParent());
      room.check(length.orElse(0));
      mode.create(part).close();
      return part;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a look at the disk where what was free is taken. */
  CompletionStage<ByteString> withRoom(ByteString bytes) {
    return room.take(bytes.size())
        ? CompletableFuture.completedFuture(bytes)
        : blocking.run(
            () -> {
              room.takeNow(bytes.size());
              return bytes;
            });
  }

  /**
   * @throws ProblemException if the body was no body of its length
   */
  static void checkLength(long written, OptionalLong length) {
    if (length.isPresent() && written != length.getAsLong()) {
      throw Problem.of(400, "broken-body", "The file ended early")
          .remedy("Send it again.")
          .thrown();
    }
  }

  private void kept(Path part, Path target, Optional<FileTime> modified) {
    images.checkPlace();
    try {
      // Its name says that it is whole, also after a power cut.
      try (var file = FileChannel.open(part, StandardOpenOption.WRITE)) {
        file.force(false);
      }
      if (modified.isPresent()) {
        Files.setLastModifiedTime(part, modified.get());
      }
      rename(part, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Gives what is whole its name.
   *
   * @throws ProblemException if nothing can be called so
   */
  void name(Path part, Path target) {
    try {
      rename(part, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rename(Path part, Path target) throws IOException {
    try {
      mode.makeDirectories(target.getParent());
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      if (isTaken(target)) {
        throw taken();
      }
      if (Files.isRegularFile(part) && Trouble.of(e, uploads.root()).isEmpty() && isOfItsName(e)) {
        throw Problem.of(400, "wrong-path", "The node's disk takes no file of this name")
            .in("path")
            .remedy("Give it another name.")
            .thrown();
      }
      throw e;
    }
  }

  /** Another file could be made where this one cannot. */
  private boolean isOfItsName(IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException || failure instanceof AccessDeniedException) {
      return false;
    }
    var other = uploads.parts().resolve(UUID.randomUUID().toString());
    mode.create(other).close();
    return Files.deleteIfExists(other);
  }

  /** Whether a directory is at this name, or a file at that of one of its directories. */
  private boolean isTaken(Path target) {
    for (var above = target.getParent(); !above.equals(uploads.root()); above = above.getParent()) {
      if (Files.isRegularFile(above)) {
        return true;
      }
    }
    return Files.isDirectory(target);
  }

  private static ProblemException taken() {
    return Problem.of(409, "name-taken", "A file is where this one needs a directory, or one is")
        .in("path")
        .remedy("Look at what the upload holds, or begin another one.")
        .thrown();
  }

  private static ProblemException refused(Trouble trouble) {
    return trouble == Trouble.FULL ? Room.full() : away(trouble);
  }

  private static ProblemException away(Trouble trouble) {
    return Problem.of(503, "storage-away", "IMAGE_DIR " + trouble.found())
        .remedy(
            "See to it on the node's machine (%s), and send it again.".formatted(trouble.remedy()))
        .thrown();
  }

  @Override
  public void checkRoom(long bytes) {
    room.check(bytes);
  }

  @Override
  public RuntimeException failed(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StorageAwayException away) {
        return refused(away.trouble());
      }
      if (cause instanceof IOException io && Trouble.of(io, uploads.root()).isPresent()) {
        return refused(Trouble.of(io, uploads.root()).get());
      }
    }
    return failure instanceof RuntimeException plain ? plain : new CompletionException(failure);
  }
}
