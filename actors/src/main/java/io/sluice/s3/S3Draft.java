package io.sluice.s3;

import io.sluice.blob.Draft;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A draft of a bucket: in memory while it is small and there is memory for it; then an object under
 * a key of its own, which is copied by the server to the key that its content gives it.
 */
final class S3Draft implements Draft {
  private final Bucket bucket;
  private final HeldBytes held;
  private final Supplier<DraftUpload> uploads;
  private final Consumer<Draft> closed;

  /** Null while it is in memory. */
  private DraftUpload upload;

  private boolean isClosed;

  /**
   * @param uploads begins one when it is too large
   * @param closed is told that it is being closed
   */
  S3Draft(Bucket bucket, HeldBytes held, Supplier<DraftUpload> uploads, Consumer<Draft> closed) {
    this.bucket = bucket;
    this.held = held;
    this.uploads = uploads;
    this.closed = closed;
  }

  @Override
  public void write(ByteBuffer bytes) {
    if (upload == null && held.add(bytes)) {
      return;
    }
    if (upload == null) {
      upload = uploads.get();
      upload.write(held.buffer());
      held.release();
    }
    upload.write(bytes);
  }

  @Override
  public void end() {
    if (upload != null) {
      upload.end();
    }
  }

  @Override
  public byte[] read() {
    if (upload == null) {
      return held.copy();
    }
    upload.finish();
    return bucket
        .read(upload.key())
        .orElseThrow(() -> new IllegalStateException(upload.key() + " was removed meanwhile"));
  }

  @Override
  public void flush() {
    end();
  }

  /** What a server has taken outlives what happens here. */
  @Override
  public void sync() {
    end();
  }

  /** Gives it its key. */
  void keep(String key) {
    if (upload == null) {
      bucket.putNew(key, held.bytes());
      return;
    }
    upload.finish();
    if (!bucket.size(key).equals(Optional.of(upload.size()))) {
      bucket.copy(upload.key(), key, upload.size());
    }
  }

  @Override
  public void close() {
    closed.accept(this);
    held.release();
    if (upload != null && !isClosed) {
      upload.remove();
    }
    isClosed = true;
  }
}
