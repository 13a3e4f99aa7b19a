package io.sluice.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;

/**
 * Tries what a store needs of a bucket, with one object of its own that is removed. Blocks, and
 * fails as the store does.
 */
public final class BucketExamination implements AutoCloseable {
  private static final String OWN = ".sluice/doctor/";

  private final S3Service service;
  private final Bucket bucket;
  private final String key = OWN + UUID.randomUUID();

  /** Of S3_BUCKET. */
  public BucketExamination(S3Settings settings) {
    service = new S3Service(settings);
    bucket = service.own();
  }

  /**
   * @param put seconds that an object took to be there
   * @param get seconds that it took to come back
   * @param clock how far the server's clock is ahead of this machine's
   */
  public record Speed(double put, double get, Duration clock) {}

  public String name() {
    return bucket.where();
  }

  /**
   * Puts, looks, reads, lists and removes.
   *
   * @param now this machine's time
   * @throws IllegalStateException if it does not give back what it was given
   */
  public Speed measure(int bytes, Instant now) {
    var content = new byte[bytes];
    new Random(1).nextBytes(content);
    long began = System.nanoTime();
    bucket.put(key, new Bucket.Bytes(content, content.length));
    double put = seconds(began);
    try {
      began = System.nanoTime();
      var read = bucket.read(key);
      double get = seconds(began);
      if (read.isEmpty() || !Arrays.equals(read.get(), content)) {
        throw new IllegalStateException(
            bucket.where() + " gives back something else than it was given");
      }
      var head = bucket.head(key).orElseThrow();
      if (bucket.objects(OWN).noneMatch(found -> found.key().equals(key))) {
        throw new IllegalStateException(
            bucket.where() + " does not list what was put into it: sweeps would miss files");
      }
      // It is a second that was cut off, on the average by its half.
      return new Speed(put, get, Duration.between(now, head.lastModified()));
    } finally {
      bucket.delete(key);
    }
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  @Override
  public void close() {
    service.close();
  }
}
