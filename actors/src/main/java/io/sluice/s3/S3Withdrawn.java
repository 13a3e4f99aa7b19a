package io.sluice.s3;

import io.sluice.blob.Withdrawn;
import io.sluice.blob.WithdrawnName;
import java.util.Optional;

/**
 * An object under a key that nobody looks for, copied there from the one it had, so that who comes
 * after a crash knows what it was.
 *
 * @param key that it had
 * @param hidden where it is now
 */
record S3Withdrawn(Bucket bucket, String key, String hidden) implements Withdrawn {

  /** Empty if there is no such object. */
  static Optional<Withdrawn> of(Bucket bucket, String key) {
    var size = bucket.size(key);
    if (size.isEmpty()) {
      return Optional.empty();
    }
    var hidden = WithdrawnName.of(key);
    bucket.copy(key, hidden, size.get());
    bucket.delete(key);
    return Optional.of(new S3Withdrawn(bucket, key, hidden));
  }

  @Override
  public boolean discard() {
    boolean wasThere = bucket.size(hidden).isPresent();
    bucket.delete(hidden);
    return wasThere;
  }

  /** What was stored again meanwhile has the same content. */
  @Override
  public void putBack() {
    var size = bucket.size(hidden);
    if (size.isPresent()) {
      if (bucket.size(key).isEmpty()) {
        bucket.copy(hidden, key, size.get());
      }
      bucket.delete(hidden);
    }
  }

  @Override
  public String toString() {
    return hidden;
  }
}
