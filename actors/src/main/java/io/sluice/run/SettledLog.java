package io.sluice.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Tells in a node's log how its batches, or its feeds, go, at most once a second each: how many
 * items were settled here since the last line, how many since the node works on it, and how many a
 * second. Thread-safe.
 */
public final class SettledLog {
  private static final double SECOND = 1e9;

  /** One of which nothing is heard for so long begins anew. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final Logger log;
  private final String what;
  private final LongSupplier nanos;
  private final Cache<Long, Pace> paces =
      Caffeine.newBuilder().expireAfterAccess(REMEMBERED).build();

  /**
   * @param log where it is told
   * @param what they are, such as {@code batch}
   * @param nanos a clock such as {@link System#nanoTime}
   */
  public SettledLog(Logger log, String what, LongSupplier nanos) {
    this.log = log;
    this.what = what;
    this.nanos = nanos;
  }

  private final class Pace {
    private final long id;
    private final String name;
    private final String items;
    private final long began;
    private long told;
    private long total;
    private long sinceTold;

    Pace(long id, String name, String items, long now) {
      this.id = id;
      this.name = name;
      this.items = items;
      began = now;
      told = now;
    }

    synchronized void add(int settled, long now) {
      total += settled;
      sinceTold += settled;
      if (now - told >= SECOND) {
        tell(now);
      }
    }

    private void tell(long now) {
      log.atInfo()
          .addKeyValue(what, id)
          .log("{}: Batch complete: {} records inserted", name, sinceTold);
      log.atInfo()
          .addKeyValue(what, id)
          .log(
              "{}: Total: {} | Rate: {} {}/sec",
              name,
              total,
              String.format(Locale.ROOT, "%.2f", total * SECOND / (now - began)),
              items);
      told = now;
      sinceTold = 0;
    }
  }

  /**
   * So many were settled in one transaction.
   *
   * @param name of the one that they belong to
   * @param items what they are, such as {@code files}
   */
  public void add(long id, String name, String items, int settled) {
    long now = nanos.getAsLong();
    paces.get(id, of -> new Pace(of, name, items, now)).add(settled, now);
  }
}
