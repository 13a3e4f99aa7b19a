package io.sluice.standin;

import java.time.Clock;
import java.time.Duration;

/** Tells during which requests nothing seems to exist; each n-th one outside begins such a time. */
final class SoftBan {
  private final int every;
  private final Duration length;
  private final Clock clock;
  private long passed;
  private long until;

  SoftBan(int every, int seconds, Clock clock) {
    this.every = every;
    this.length = Duration.ofSeconds(seconds);
    this.clock = clock;
  }

  /** Whether this request falls into a ban. */
  synchronized boolean holds() {
    if (clock.millis() < until) {
      return true;
    }
    passed++;
    if (every > 0 && passed % every == 0) {
      begin(length);
      return true;
    }
    return false;
  }

  synchronized void begin(Duration time) {
    until = clock.millis() + time.toMillis();
  }
}
