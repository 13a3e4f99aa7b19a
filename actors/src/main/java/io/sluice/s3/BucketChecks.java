package io.sluice.s3;

import io.sluice.blob.StorageAwayException;
import io.sluice.blob.StorageException;
import io.sluice.blob.Trouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether a bucket is the one that it was, and takes what is sent. To ask costs money, so who asks
 * often is told what came of the last real request. Thread-safe.
 */
final class BucketChecks {
  private static final String ID = ".sluice/id";
  private static final String CHECK = ".sluice/check";
  private static final long SELDOM = Duration.ofSeconds(30).toNanos();
  private static final long SETTLING = Duration.ofMillis(200).toNanos();
  private static final byte[] CHECKED = "Sluice can write here.\n".getBytes(StandardCharsets.UTF_8);

  private final Bucket bucket;
  private volatile UUID seen;
  private volatile boolean failing = true;
  private volatile long looked = System.nanoTime();

  BucketChecks(Bucket bucket) {
    this.bucket = bucket;
  }

  /** The bucket's own; the first who asks makes it. */
  UUID id() {
    var id = written().orElseGet(this::made);
    if (seen == null) {
      seen = id;
    }
    return id;
  }

  private Optional<UUID> written() {
    return bucket.read(ID).map(bytes -> parsed(new String(bytes, StandardCharsets.US_ASCII)));
  }

  private UUID parsed(String text) {
    try {
      return UUID.fromString(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "%s has no id in %s: if no other node uses it, remove that".formatted(bucket.where(), ID),
          e);
    }
  }

  private UUID made() {
    var id = (UUID.randomUUID() + "\n").getBytes(StandardCharsets.US_ASCII);
    bucket.putNew(ID, new Bucket.Bytes(id, id.length));
    // Another node may have done the same, on a server without conditions.
    LockSupport.parkNanos(SETTLING);
    return written()
        .orElseThrow(() -> new IllegalStateException(bucket.where() + " keeps nothing: " + ID));
  }

  void checkPlace() {
    var before = seen;
    if (before != null && !id().equals(before)) {
      throw new StorageAwayException(
          "S3_BUCKET", bucket.where(), Trouble.ANOTHER_BUCKET, new IOException(ID + " is another"));
    }
  }

  /** What is needed of it, one after another; fails with what the server says. */
  void checkAll() {
    watching(
        () -> {
          id();
          checkPlace();
          // Who may not list is told that what is missing is forbidden.
          bucket.size(CHECK);
          bucket.put(CHECK, new Bucket.Bytes(CHECKED, CHECKED.length));
          bucket.delete(CHECK);
          bucket.parts().unfinished(S3Drafts.ROOT);
        });
    looked = System.nanoTime();
  }

  /** A real request now and then; all of them where the last one has failed. */
  void checkSeldom() {
    if (failing) {
      checkAll();
    } else if (System.nanoTime() - looked > SELDOM) {
      watching(this::checkPlace);
      looked = System.nanoTime();
    }
  }

  /** Does it, and remembers what came of it. */
  void watching(Runnable request) {
    try {
      request.run();
      failing = false;
    } catch (StorageException e) {
      failing = true;
      throw e;
    }
  }
}
