package io.sluice.words;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Reads times as people write them; what it refuses is an {@link IllegalArgumentException}. */
public final class TimeWords {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** Timers of the actor system reach 248 days ahead. */
  private static final Duration LONGEST = Duration.ofDays(30);

  /** Years that the database has too, and that have four digits. */
  private static final Pattern MOMENT = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?");

  private static final long MOST = 999_999;

  private TimeWords() {}

  /** A date, which begins at midnight here, or a date with time and zone. */
  public static Instant moment(String value) {
    try {
      if (!MOMENT.matcher(value).matches()) {
        throw new DateTimeParseException("no year of four digits", value, 0);
      }
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
    if (value.matches("[0-9]{1,6}[smhSMH]")) {
      var time = Duration.parse("PT" + value);
      if (time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0) {
        return time;
      }
    }
    throw new IllegalArgumentException("must be 1s to 720h, such as 90s, 5m or 1h, was " + value);
  }

  /** The words that {@link #interval} reads as this; beyond its seconds it has whole minutes. */
  public static String of(Duration interval) {
    long seconds = interval.toSeconds();
    return seconds <= MOST ? seconds + "s" : interval.toMinutes() + "m";
  }
}
