package io.sluice.ledger.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database's time, so that all nodes mean the same by one: what the database last said, and
 * what this process has counted since. Until it has said something it is this machine's.
 */
final class DatabaseClock extends Clock {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);
  private static final Duration TOLERABLE = Duration.ofSeconds(30);

  private volatile boolean told;
  private volatile Reading reading = new Reading(Instant.now(), System.nanoTime(), false);

  private record Reading(Instant time, long nanos, boolean said) {}

  /**
   * @param nanos when the database was asked; its answer may be late, and then this clock is
   */
  void set(Instant time, long nanos) {
    var off = Duration.between(time, Instant.now());
    boolean wrong = off.abs().compareTo(TOLERABLE) > 0;
    if (wrong && !told) {
      LOG.warn(
          "This machine's clock is {} s {} the database's, which counts: set it right",
          off.abs().toSeconds(),
          off.isNegative() ? "behind" : "ahead of");
    }
    told = wrong;
    reading = new Reading(time, nanos, true);
  }

  /** By a count that goes on while the process is frozen. */
  boolean wasSetWithin(Duration time) {
    var last = reading;
    return last.said() && System.nanoTime() - last.nanos() < time.toNanos();
  }

  @Override
  public Instant instant() {
    var last = reading;
    return last.time().plusNanos(System.nanoTime() - last.nanos());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("this clock has one zone");
  }
}
