package io.sluice.standin;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/** Refuses pages beyond so many in any ten seconds; those that it refused do not count. */
final class PageLimit {
  private static final long WINDOW_MILLIS = 10_000;

  private final int most;
  private final Clock clock;
  private final Deque<Long> passed = new ArrayDeque<>();
  private long refused;

  /**
   * @param perSecond 0 for no limit
   */
  PageLimit(int perSecond, Clock clock) {
    this.most = perSecond * 10;
    this.clock = clock;
  }

  /** Nothing if the request may pass, else the seconds after which another one may. */
  synchronized OptionalInt refusal() {
    if (most == 0) {
      return OptionalInt.empty();
    }
    var now = clock.millis();
    while (!passed.isEmpty() && passed.peek() <= now - WINDOW_MILLIS) {
      passed.remove();
    }
    if (passed.size() < most) {
      passed.add(now);
      return OptionalInt.empty();
    }
    refused++;
    return OptionalInt.of((int) Math.max(1, (passed.peek() + WINDOW_MILLIS - now + 999) / 1_000));
  }

  synchronized long refused() {
    return refused;
  }
}
