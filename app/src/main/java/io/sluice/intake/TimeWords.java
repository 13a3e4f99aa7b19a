package io.sluice.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** Reads times as people write them; what it refuses is an {@link IllegalArgumentException}. */
public final class TimeWords {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private TimeWords() {}

  /** A date, which begins at midnight here, or a date with time and zone. */
  public static Instant moment(String value) {
    try {
      return value.length() == "2025-01-31".length()
          ? LocalDate.parse(value).atStartOfDay(ZoneId.systemDefault()).toInstant()
          : Instant.parse(value);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "must be like 2025-01-31 or 2025-01-31T12:00:00Z, was " + value, e);
    }
  }

  /** Seconds, minutes or hours: {@code 90s}, {@code 5m}, {@code 1h}. */
  public static Duration interval(String value) {
    if (value.matches("(?i)\\d{1,6}[smh]")) {
      var time = Duration.parse("PT" + value);
      if (time.compareTo(SHORTEST) >= 0) {
        return time;
      }
    }
    throw new IllegalArgumentException("must be 1s or more, such as 90s, 5m or 1h, was " + value);
  }
}
