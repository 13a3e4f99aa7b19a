package io.sluice.s3;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * An object that is sent to this node: its bytes come in one after another, and it is there, in the
 * place of what was there, when it is finished. Nothing of it is there before, or if it is given
 * up. It is to be finished or given up.
 */
public final class SentObject {
  private final HeldBytes held;
  private final PartPlaces places;
  private final Supplier<DraftUpload> uploads;
  private final Runnable small;
  private final Executor threads;
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  /** Null while it is in memory. */
  private DraftUpload upload;

  private boolean hasPlace;
  private boolean whole;
  private long size;

  /**
   * @param uploads begins one when it is too large
   * @param small writes one that has not become too large
   * @param threads which may block
   */
  SentObject(
      HeldBytes held,
      PartPlaces places,
      Supplier<DraftUpload> uploads,
      Runnable small,
      Executor threads) {
    this.held = held;
    this.places = places;
    this.uploads = uploads;
    this.small = small;
    this.threads = threads;
  }

  /** Bytes that have come. */
  public long size() {
    return size;
  }

  /**
   * Takes bytes when those before have been taken. They must stay as they are until this completes.
   */
  public CompletionStage<Void> write(ByteBuffer bytes) {
    size += bytes.remaining();
    if (upload == null && held.add(bytes)) {
      return last;
    }
    last =
        upload == null
            ? places.take().thenRunAsync(() -> begin(bytes), threads)
            : CompletableFuture.runAsync(() -> upload.write(bytes), threads);
    return last;
  }

  private void begin(ByteBuffer bytes) {
    hasPlace = true;
    upload = uploads.get();
    upload.write(held.buffer());
    held.release();
    upload.write(bytes);
  }

  /** All of it has come. */
  public CompletionStage<Void> finish() {
    last =
        // Of what could not be taken nothing is finished.
        last.thenRunAsync(
            () -> {
              if (upload == null) {
                small.run();
              } else {
                upload.finish();
              }
              whole = true;
              release();
            },
            threads);
    return last;
  }

  /** Nothing of it stays, unless it was finished. Completes when that is so, and never fails. */
  public CompletionStage<Void> giveUp() {
    return last.handle((done, failure) -> whole)
        .thenAcceptAsync(
            done -> {
              if (!done) {
                if (upload != null) {
                  upload.remove();
                }
                release();
              }
            },
            threads);
  }

  private void release() {
    held.release();
    if (hasPlace) {
      hasPlace = false;
      places.giveBack();
    }
  }
}
