package io.sluice.photo;

import io.sluice.export.NotAFileException;
import io.sluice.http.ByteBudget;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.metrics.Stage;
import io.sluice.metrics.Stages;
import io.sluice.photo.FetchedPhoto.Failed;
import io.sluice.photo.PhotoReference.InFile;
import io.sluice.run.RunFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Reads photos that are files of this machine: a path goes in, its bytes come out when there is
 * memory for them. Thread-safe.
 */
public final class LocalPhotos {
  private static final int STEP = 64 << 10;

  private final ByteBudget budget;
  private final long maxBytes;
  private final Executor threads;
  private final Stages stages;

  /**
   * One for a node.
   *
   * @param budget for all bytes that were read and are not done with
   * @param threads which may block
   * @param stages where a disk that does not answer is seen
   */
  public LocalPhotos(ByteBudget budget, long maxBytes, Executor threads, Stages stages) {
    this.budget = budget;
    this.maxBytes = maxBytes;
    this.threads = threads;
    this.stages = stages;
  }

  /**
   * Fails with an {@link IOException} if the disk does.
   *
   * @param channel whose photo it is
   * @param wanted asked once more when the file's turn has come
   */
  public CompletionStage<FetchedPhoto> fetch(String channel, InFile file, BooleanSupplier wanted) {
    return CompletableFuture.supplyAsync(() -> size(channel, file), threads)
        .thenCompose(size -> size > maxBytes ? tooLarge(size) : read(channel, file, size, wanted))
        .exceptionally(failure -> missing(file.path(), RunFailures.root(failure)));
  }

  private long size(String channel, InFile file) {
    return inFetch(channel, file, SeekableByteChannel::size);
  }

  private CompletionStage<FetchedPhoto> tooLarge(long size) {
    var reason = size + " bytes, more than MAX_IMAGE_BYTES " + maxBytes;
    return CompletableFuture.completedFuture(new Failed(PhotoOutcome.TOO_LARGE, reason, size));
  }

  private CompletionStage<FetchedPhoto> read(
      String channel, InFile file, long size, BooleanSupplier wanted) {
    var reserved = Math.min(size, budget.totalBytes());
    return budget
        .acquire(reserved)
        .thenCompose(
            turn ->
                CompletableFuture.completedFuture(file)
                    .thenApplyAsync(here -> bytes(channel, here, size, reserved, wanted), threads))
        .whenComplete(
            (fetched, failure) -> {
              if (!(fetched instanceof FetchedPhoto.Bytes)) {
                budget.release(reserved);
              }
            });
  }

  private FetchedPhoto bytes(
      String channel, InFile file, long size, long reserved, BooleanSupplier wanted) {
    if (!wanted.getAsBoolean()) {
      return FetchedPhoto.Abandoned.ABANDONED;
    }
    // What was added since has no memory reserved, and belongs to another look.
    var bytes = inFetch(channel, file, open -> first(open, Math.toIntExact(size)));
    return new FetchedPhoto.Bytes(bytes, () -> budget.release(reserved));
  }

  /** Into its one array, since pieces that are joined would take the memory twice. */
  private static byte[] first(SeekableByteChannel open, int size) throws IOException {
    var bytes = ByteBuffer.allocate(size);
    for (int read = 0; read >= 0 && bytes.position() < size; read = open.read(bytes)) {
      // Each read takes as much outside the heap.
      bytes.limit(Math.min(bytes.position() + STEP, size));
    }
    return bytes.position() == size
        ? bytes.array()
        : Arrays.copyOf(bytes.array(), bytes.position());
  }

  private interface Reading<T> {
    T of(SeekableByteChannel open) throws IOException;
  }

  private <T> T inFetch(String channel, InFile file, Reading<T> reading) {
    var name = file.path().getFileName().toString();
    try {
      return stages.in(
          Stage.FETCH,
          channel,
          name,
          () -> {
            try (var open = file.open()) {
              return reading.of(open);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(file.path() + " cannot be read", e);
    }
  }

  private static FetchedPhoto missing(Path file, Throwable failure) {
    if (failure instanceof NoSuchFileException) {
      return new Failed(PhotoOutcome.MISSING, "file not found: " + file.getFileName(), 0);
    }
    if (failure instanceof NotAFileException) {
      return new Failed(PhotoOutcome.MISSING, "not a file: " + file.getFileName(), 0);
    }
    if (failure instanceof AccessDeniedException) {
      var reason = "no permission to read " + file.getFileName();
      return new Failed(PhotoOutcome.MISSING, reason, 0);
    }
    throw new CompletionException(file + " cannot be read", failure);
  }
}
