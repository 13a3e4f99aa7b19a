package io.sluice.standin;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/** Refuses pages beyond so many in any few seconds; those that it refused do not count. */
final class PageLimit {
  private final int most;
  private final long windowMillis;
  private final Clock clock;
  private final Deque<Long> passed = new ArrayDeque<>();
  private long refused;

  /**
   * @param perSecond 0 for no limit
   * @param seconds in which as many times that may pass, however they are spread
   */
  PageLimit(int perSecond, int seconds, Clock clock) {
    this.most = perSecond * seconds;
    windowMillis = seconds * 1_000L;
    this.clock = clock;
  }

  /** Nothing if the request may pass, else the seconds after which another one may. */
  synchronized OptionalInt refusal() {
    if (most == 0) {
      return OptionalInt.empty();
    }
    var now = clock.millis();
    while (!passed.isEmpty() && passed.peek() <= now - windowMillis) {
      passed.remove();
    }
    if (passed.size() < most) {
      passed.add(now);
      return OptionalInt.empty();
    }
    refused++;
    return OptionalInt.of((int) Math.max(1, (passed.peek() + windowMillis - now + 999) / 1_000));
  }

  synchronized long refused() {
    return refused;
  }
}
