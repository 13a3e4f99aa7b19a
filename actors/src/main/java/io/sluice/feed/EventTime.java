package io.sluice.feed;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Times of events: what a producer wrote goes in, microseconds since 1970 come out. A time without
 * a zone is UTC, and a number is one of seconds or, where that would be far ahead, of milliseconds.
 */
final class EventTime {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,10})([.]\\d{1,9})?|(\\d{12,14})");
  private static final DateTimeFormatter ZONED =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendPattern("[XXXXX][XX][X]")
          .optionalEnd()
          .toFormatter();

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
  private static final int DATE = "2026-01-01".length();
  private static final int MILLION = 1_000_000;

  private EventTime() {}

  /** Empty if it is none. */
  static Optional<Long> of(String text) {
    try {
      return bounded(NUMBER.matcher(text).matches() ? number(text) : date(text));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** The time in an entry's id; empty if the producer put another number there. */
  static Optional<Long> ofEntry(String id) {
    try {
      var millis = Long.parseLong(id.substring(0, id.indexOf('-')));
      return bounded(Instant.ofEpochMilli(millis));
    } catch (NumberFormatException | IndexOutOfBoundsException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> bounded(Instant time) {
    return time.isBefore(FIRST) || !time.isBefore(END)
        ? Optional.empty()
        : Optional.of(ChronoUnit.MICROS.between(Instant.EPOCH, time));
  }

  private static Instant number(String text) {
    int point = text.indexOf('.');
    long whole = Long.parseLong(point < 0 ? text : text.substring(0, point));
    if (text.length() > "1700000000".length() && point < 0) {
      return Instant.ofEpochMilli(whole);
    }
    double rest = point < 0 ? 0 : Double.parseDouble("0" + text.substring(point));
    return Instant.ofEpochSecond(whole).plus(Math.round(rest * MILLION), ChronoUnit.MICROS);
  }

  private static Instant date(String text) {
    if (text.length() == DATE) {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    var parsed =
        ZONED.parseBest(
            text.length() > DATE && text.charAt(DATE) == ' '
                ? text.substring(0, DATE) + "T" + text.substring(DATE + 1)
                : text,
            OffsetDateTime::from,
            LocalDateTime::from);
    return parsed instanceof LocalDateTime local
        ? local.toInstant(ZoneOffset.UTC)
        : OffsetDateTime.from(parsed).toInstant();
  }
}
