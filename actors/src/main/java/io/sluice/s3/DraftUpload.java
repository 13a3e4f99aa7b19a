package io.sluice.s3;

import io.sluice.blob.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A draft that is too large for memory, on its way into the bucket under a key of its own. Each
 * part is in memory until the server has it, so that it can be sent again: one while it is filled,
 * and one while it is sent if there is memory for two.
 */
final class DraftUpload {
  static final int MOST_PARTS = 10_000;

  private final Bucket bucket;
  private final String key;
  private final Map<String, String> marks;
  private final PartBuffers buffers;
  private final Executor threads;
  private final List<CompletedPart> parts = new ArrayList<>();
  private CompletableFuture<CompletedPart> sending;
  private byte[] buffer;
  private int filled;
  private long size;
  private String upload;
  private boolean ended;
  private boolean whole;

  /**
   * @param marks that the object will bear
   */
  DraftUpload(
      Bucket bucket, String key, Map<String, String> marks, PartBuffers buffers, Executor threads) {
    this.bucket = bucket;
    this.key = key;
    this.marks = marks;
    this.buffers = buffers;
    this.threads = threads;
  }

  String key() {
    return key;
  }

  long size() {
    return size;
  }

  void write(ByteBuffer bytes) {
    size += bytes.remaining();
    while (bytes.hasRemaining()) {
      if (buffer == null) {
        buffer = buffers.take();
      }
      if (filled == buffer.length) {
        sendFull();
      }
      int step = Math.min(bytes.remaining(), buffer.length - filled);
      bytes.get(buffer, filled, step);
      filled += step;
    }
  }

  /** Goes on with another buffer while this one is sent, or with this one when that is done. */
  private void sendFull() {
    awaitSending();
    if (parts.size() == MOST_PARTS - 1) {
      throw new TooManyPartsException(size);
    }
    if (upload == null) {
      upload = bucket.parts().begin(key, marks);
    }
    var second = buffers.takeNow();
    if (second == null) {
      parts.add(send(buffer, filled));
    } else {
      var full = buffer;
      int length = filled;
      int number = parts.size() + 1;
      sending =
          CompletableFuture.supplyAsync(() -> part(number, full, length), threads)
              .whenComplete((sent, failure) -> buffers.giveBack(full));
      buffer = second;
    }
    filled = 0;
  }

  private CompletedPart send(byte[] array, int length) {
    return part(parts.size() + 1, array, length);
  }

  private CompletedPart part(int number, byte[] array, int length) {
    return bucket.parts().part(key, upload, number, new Bucket.Bytes(array, length));
  }

  private void awaitSending() {
    if (sending == null) {
      return;
    }
    try {
      parts.add(sending.join());
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      sending = null;
    }
  }

  /** Sends what is left, so that it holds no memory any more. */
  void end() {
    if (ended) {
      return;
    }
    awaitSending();
    if (upload == null) {
      bucket.put(key, new Bucket.Bytes(buffer, filled), marks);
      whole = true;
    } else if (filled > 0) {
      parts.add(send(buffer, filled));
    }
    ended = true;
    release();
  }

  private void release() {
    if (buffer != null) {
      buffers.giveBack(buffer);
      buffer = null;
      filled = 0;
    }
  }

  /** It can be read and copied then. */
  void finish() {
    end();
    if (!whole) {
      bucket.parts().complete(key, upload, parts, size);
      whole = true;
    }
  }

  /** It is there no more. What cannot be removed now is swept away. */
  void remove() {
    try {
      awaitSending();
    } catch (RuntimeException e) {
      // It is given up all the same.
    }
    release();
    ended = true;
    try {
      if (whole) {
        bucket.delete(key);
      } else if (upload != null) {
        bucket.parts().abort(key, upload);
      }
    } catch (StorageException e) {
      LeftBehind.draft(bucket.where(), key, e);
    }
  }
}
