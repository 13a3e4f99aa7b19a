package io.sluice.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;

/** The wait that an answer names, in seconds or as a date (RFC 9110, section 10.2.3). */
public final class RetryAfter {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int TEMPORARILY_OUT = 503;

  /** More than anybody means; a wrong clock at the other end must not stop us for years. */
  private static final Duration MOST = Duration.ofDays(1);

  private RetryAfter() {}

  /** Whether an answer says to come back later, with or without a time. */
  public static boolean isAskedBy(Answer answer) {
    return answer.status() == TOO_MANY_REQUESTS || answer.status() == TEMPORARILY_OUT;
  }

  /**
   * Empty if it names none that can be read.
   *
   * @param header gives an answer's header by its name
   */
  public static Optional<Duration> of(Function<String, Optional<String>> header) {
    return header
        .apply("retry-after")
        .flatMap(text -> parse(text.strip(), header))
        .filter(wait -> !wait.isNegative() && !wait.isZero())
        .map(wait -> wait.compareTo(MOST) > 0 ? MOST : wait);
  }

  private static Optional<Duration> parse(String text, Function<String, Optional<String>> header) {
    return text.matches("\\d{1,9}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
        : date(text).map(end -> Duration.between(sentAt(header), end));
  }

  /** By the clock that made the date, since ours may be another. */
  private static Instant sentAt(Function<String, Optional<String>> header) {
    return header.apply("date").flatMap(RetryAfter::date).orElseGet(Instant::now);
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
