package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static Optional<Duration> of(Map<String, String> headers) {
    return RetryAfter.of(name -> Optional.ofNullable(headers.get(name)));
  }

  private static String date(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  @Test
  void seconds_are_taken_as_they_are_up_to_a_day() {
    assertThat(of(Map.of("retry-after", " 17 "))).contains(Duration.ofSeconds(17));
    assertThat(of(Map.of("retry-after", "999999999"))).contains(Duration.ofDays(1));
  }

  @Test
  void a_date_counts_from_the_date_of_its_answer_whatever_our_clock_says() {
    var theirs = Instant.parse("2011-03-04T05:06:07Z");
    assertThat(of(Map.of("retry-after", date(theirs.plusSeconds(90)), "date", date(theirs))))
        .contains(Duration.ofSeconds(90));
  }

  @Test
  void a_date_without_another_counts_from_now() {
    var wait = of(Map.of("retry-after", date(Instant.now().plusSeconds(3600))));
    assertThat(wait).get().satisfies(time -> assertThat(time.toMinutes()).isBetween(50L, 60L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "0", "Fri, 04 Mar 2011 05:06:07 GMT"})
  void what_names_no_wait_is_none(String text) {
    assertThat(of(Map.of("retry-after", text))).isEmpty();
  }
}
