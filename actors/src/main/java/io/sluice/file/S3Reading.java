package io.sluice.file;

import io.sluice.blob.Draft;
import io.sluice.blob.Sha256;
import io.sluice.s3.Bucket;
import io.sluice.s3.S3Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * One object on its way into a draft. Where it is cut off, by a server, a network, or since it was
 * read slowly, the rest is asked for, of the same version.
 */
final class S3Reading implements AutoCloseable {
  private static final int STEP = 64 << 10;
  private static final int PARTIAL_CONTENT = 206;
  private static final int PRECONDITION_FAILED = 412;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  /** Cuts one after another that bring nothing. */
  private static final int MOST_CUTS = 6;

  private static final long SHORTEST_PAUSE = 100_000_000;

  private final Bucket bucket;
  private final String key;
  private final Draft draft;
  private final BooleanSupplier wanted;
  private final MessageDigest hash = Sha256.begin();
  private final byte[] buffer = new byte[STEP];
  private final byte[] head = new byte[STEP];
  private final long most;
  private long size;
  private long expected = -1;
  private Optional<String> version;
  private ResponseInputStream<GetObjectResponse> in;

  /** A server or a network lets no more of it through for now. */
  static final class CutOffException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private CutOffException(long at) {
      super("it was cut off at byte %d again and again".formatted(at));
    }
  }

  /** It is longer than it may be. */
  static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooLongException(long size, long most) {
      super("it has %d bytes, and may have %d".formatted(size, most));
    }
  }

  /**
   * @param version that it must be of: its ETag; empty for any
   * @param most bytes that it may have
   */
  S3Reading(
      Bucket bucket,
      String key,
      Optional<String> version,
      long most,
      Draft draft,
      BooleanSupplier wanted) {
    this.version = version;
    this.most = most;
    this.bucket = bucket;
    this.key = key;
    this.draft = draft;
    this.wanted = wanted;
  }

  /**
   * Whether the whole of it is in the draft now: not if it was overwritten meanwhile, or is wanted
   * no more.
   *
   * @throws SdkException as the server answers
   * @throws CutOffException if it is cut off again and again at the same byte
   * @throws TooLongException before anything of it is read
   */
  boolean toItsEnd() {
    int cuts = 0;
    while (expected < 0 || size < expected) {
      long before = size;
      try {
        open();
        copy();
        if (!wanted.getAsBoolean()) {
          return false;
        }
        cuts = size > before ? 0 : cuts + 1;
      } catch (SdkException e) {
        int status = S3Failure.status(e);
        if (size > 0 && (status == PRECONDITION_FAILED || status == RANGE_NOT_SATISFIABLE)) {
          return false;
        }
        throw e;
      } catch (IOException e) {
        cuts = size > before ? 0 : cuts + 1;
      }
      letGo();
      if (cuts == MOST_CUTS) {
        throw new CutOffException(size);
      }
      pause(cuts);
    }
    draft.end();
    return true;
  }

  private void open() throws IOException {
    in = bucket.open(key, size, version);
    var answer = in.response();
    if (size == 0) {
      version = Optional.ofNullable(answer.eTag());
      expected = answer.contentLength();
      if (expected > most) {
        throw new TooLongException(expected, most);
      }
    } else if (answer.sdkHttpResponse().statusCode() != PARTIAL_CONTENT) {
      // This server knows no ranges.
      in.skipNBytes(size);
    }
  }

  /** What has come before a cut counts. */
  private void copy() throws IOException {
    int read = in.read(buffer);
    while (read > 0 && wanted.getAsBoolean()) {
      if (size < STEP) {
        System.arraycopy(buffer, 0, head, (int) size, (int) Math.min(read, STEP - size));
      }
      size += read;
      hash.update(buffer, 0, read);
      draft.write(ByteBuffer.wrap(buffer, 0, read));
      read = in.read(buffer);
    }
  }

  private static void pause(int cuts) {
    if (cuts > 0) {
      long most = SHORTEST_PAUSE << cuts;
      LockSupport.parkNanos(most / 2 + ThreadLocalRandom.current().nextLong(most / 2));
    }
  }

  FileContent content(String name) {
    return new FileContent(draft, hash.digest(), size, type(), name);
  }

  private String type() {
    return FileContent.type(Arrays.copyOf(head, (int) Math.min(size, STEP)));
  }

  private void letGo() {
    if (in != null) {
      // What is still to come is not waited for.
      in.abort();
      in = null;
    }
  }

  @Override
  public void close() {
    letGo();
  }
}
