package io.sluice.origin;

import java.time.Duration;

/** How a wait is told to people, and how often. */
public final class Countdown {
  private static final long MINUTE = 60_000;
  private static final long TEN_SECONDS = 10_000;

  private Countdown() {}

  /** Seconds up to two minutes, then minutes and seconds: {@code 42 s}, {@code 3 min 5 s}. */
  public static String words(long millis) {
    var rounded = Duration.ofSeconds(Math.max(1, Math.round(millis / 1000.0)));
    if (rounded.toSeconds() < 120) {
      return rounded.toSeconds() + " s";
    }
    return rounded.toHours() == 0
        ? "%d min %d s".formatted(rounded.toMinutes(), rounded.toSecondsPart())
        : "%d h %d min".formatted(rounded.toHours(), rounded.toMinutesPart());
  }

  /** A line each ten seconds of the last two minutes, and a line each minute before. */
  static Duration untilNextLine(long left) {
    return Duration.ofMillis(Math.min(left, left > 2 * MINUTE ? MINUTE : TEN_SECONDS) + 1);
  }
}
