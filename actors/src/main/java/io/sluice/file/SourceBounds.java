package io.sluice.file;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.ledger.batch.Batches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Below which directories the files of a batch must lie: its number goes in, they come out. What a
 * batch is made of never changes, so it is looked up seldom. Thread-safe; blocks.
 */
final class SourceBounds {
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final int MOST = 1000;

  private final Batches batches;
  private final Cache<Long, ReadableRoots> known =
      Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MOST).build();

  SourceBounds(Batches batches) {
    this.batches = batches;
  }

  ReadableRoots of(long batch) {
    return known.get(batch, this::lookUp);
  }

  /** Nothing may be read for a batch that is gone. */
  private ReadableRoots lookUp(long batch) {
    try {
      var row = batches.byId(batch);
      return row.isEmpty()
          ? ReadableRoots.NONE
          : ReadableRoots.of(FileSource.read(row.get().source()).within());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell what batch " + batch + " may read", e);
    }
  }
}
