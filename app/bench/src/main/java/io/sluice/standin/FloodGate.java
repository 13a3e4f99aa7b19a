package io.sluice.standin;

import io.sluice.standin.StandInRecord.Closing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Says of each request to one side whether it comes too early, and closes the side at each n-th one
 * that does not. It keeps a record of when it was to open and when the next request then came.
 */
final class FloodGate {
  private static final long UNANNOUNCED_MILLIS = 2_000;

  private final String side;
  private final int every;
  private final Duration retryAfter;
  private final Clock clock;
  private final List<Closing> closings = new ArrayList<>();
  private long passed;
  private long early;
  private long opensAt;
  private boolean announced;

  FloodGate(String side, int every, int retryAfterSeconds, Clock clock) {
    this.side = side;
    this.every = every;
    this.retryAfter = Duration.ofSeconds(retryAfterSeconds);
    this.clock = clock;
  }

  /** Nothing if the request may pass, else the seconds to wait, 0 where they are not announced. */
  synchronized OptionalInt refusal() {
    var now = clock.millis();
    if (now < opensAt) {
      early++;
      replaceLast(null, 1);
      return secondsLeft(now);
    }
    if (!closings.isEmpty() && last().firstAfterMillis() == null) {
      replaceLast(now, 0);
    }
    passed++;
    if (every == 0 || passed % every != 0) {
      return OptionalInt.empty();
    }
    close(now, retryAfter);
    return secondsLeft(now);
  }

  /** Closes from now on, for two seconds and without saying so if the time is zero. */
  synchronized void close(Duration time) {
    close(clock.millis(), time);
  }

  private void close(long now, Duration time) {
    announced = !time.isZero();
    opensAt = now + (announced ? time.toMillis() : UNANNOUNCED_MILLIS);
    closings.add(new Closing(side, now, opensAt, null, 0));
  }

  synchronized List<Closing> closings() {
    return List.copyOf(closings);
  }

  /** When it closed last, 0 if never. */
  synchronized long closedMillis() {
    return closings.isEmpty() ? 0 : last().closedMillis();
  }

  synchronized long early() {
    return early;
  }

  private OptionalInt secondsLeft(long now) {
    return OptionalInt.of(announced ? (int) Math.max(1, (opensAt - now + 999) / 1_000) : 0);
  }

  private Closing last() {
    return closings.get(closings.size() - 1);
  }

  private void replaceLast(Long firstAfter, int moreEarly) {
    var was = last();
    closings.set(
        closings.size() - 1,
        new Closing(
            side, was.closedMillis(), was.dueMillis(), firstAfter, was.early() + moreEarly));
  }
}
