package io.sluice.telegram.preview;

import io.sluice.http.Answer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The wait that an answer names, in seconds or as a date (RFC 9110, section 10.2.3). */
final class RetryAfter {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int TEMPORARILY_OUT = 503;

  /** More than anybody means; a wrong clock at the other end must not stop us for years. */
  private static final Duration MOST = Duration.ofDays(1);

  private RetryAfter() {}

  /** Whether an answer says to come back later, with or without a time. */
  static boolean isAskedBy(Answer answer) {
    return answer.status() == TOO_MANY_REQUESTS || answer.status() == TEMPORARILY_OUT;
  }

  /** Empty if it names none that can be read. */
  static Optional<Duration> of(Answer answer) {
    return answer
        .header("retry-after")
        .flatMap(RetryAfter::parse)
        .filter(wait -> !wait.isNegative() && !wait.isZero())
        .map(wait -> wait.compareTo(MOST) > 0 ? MOST : wait);
  }

  private static Optional<Duration> parse(String text) {
    try {
      return Optional.of(
          text.strip().matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(text.strip()))
              : Duration.between(
                  Instant.now(),
                  ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
