package io.sluice.origin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountdownTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1 s",
    "1000, 1 s",
    "1499, 1 s",
    "1500, 2 s",
    "119000, 119 s",
    "120000, 2 min 0 s",
    "185000, 3 min 5 s",
    "3599000, 59 min 59 s",
    "3600000, 1 h 0 min",
    "86400000, 24 h 0 min"
  })
  void tells_a_wait_as_people_do(long millis, String words) {
    assertThat(Countdown.words(millis)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"600000, 60001", "120001, 60001", "120000, 10001", "10000, 10001", "700, 701"})
  void a_line_comes_more_often_towards_the_end_and_none_before_it(long left, long next) {
    assertThat(Countdown.untilNextLine(left)).hasMillis(next);
  }

  @Test
  void a_wait_of_a_day_is_told_in_a_bounded_number_of_lines() {
    long left = 24 * 3_600_000L;
    int lines = 0;
    while (left > 0) {
      left -= Countdown.untilNextLine(left).toMillis();
      lines++;
    }
    assertThat(lines).isLessThan(1500);
  }
}
