package io.sluice.batch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in a node's log how its batches go, at most once a second each: how many items were settled
 * here since the last line, how many since the node works on the batch, and how many a second.
 * Thread-safe.
 */
public final class SettledLog {
  private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
  private static final double SECOND = 1e9;

  /** A batch of which nothing is heard for so long begins anew. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final LongSupplier nanos;
  private final Cache<Long, Pace> paces =
      Caffeine.newBuilder().expireAfterAccess(REMEMBERED).build();

  /**
   * @param nanos a clock such as {@link System#nanoTime}
   */
  public SettledLog(LongSupplier nanos) {
    this.nanos = nanos;
  }

  private static final class Pace {
    private final long began;
    private long told;
    private long total;
    private long sinceTold;

    Pace(long now) {
      began = now;
      told = now;
    }

    synchronized void add(Chunk.Order order, int items, long now) {
      total += items;
      sinceTold += items;
      if (now - told >= SECOND) {
        tell(order, now);
      }
    }

    private void tell(Chunk.Order order, long now) {
      LOG.atInfo()
          .addKeyValue("batch", order.batch())
          .log("{}: Batch complete: {} records inserted", order.name(), sinceTold);
      LOG.atInfo()
          .addKeyValue("batch", order.batch())
          .log(
              "{}: Total: {} | Rate: {} {}/sec",
              order.name(),
              total,
              String.format(Locale.ROOT, "%.2f", total * SECOND / (now - began)),
              order.kind());
      told = now;
      sinceTold = 0;
    }
  }

  /** So many items were settled in one transaction. */
  void add(Chunk.Order order, int items) {
    long now = nanos.getAsLong();
    paces.get(order.batch(), id -> new Pace(now)).add(order, items, now);
  }
}
