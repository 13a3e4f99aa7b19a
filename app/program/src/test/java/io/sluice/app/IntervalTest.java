package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class IntervalTest {
  private final CollectCommand.Interval interval = new CollectCommand.Interval();

  @ParameterizedTest
  @CsvSource({"1s, 1", "90s, 90", "5m, 300", "1h, 3600", "2H, 7200", "999999s, 999999"})
  void takes_seconds_minutes_and_hours(String typed, long seconds) {
    assertThat(interval.convert(typed)).hasSeconds(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0s",
        "60",
        "-5s",
        "1.5m",
        "1d",
        "5 m",
        "1234567s",
        "PT5M",
        "721h",
        "999999h",
        "١s"
      })
  void refuses_what_is_no_time_or_too_short_or_too_long(String typed) {
    assertThatThrownBy(() -> interval.convert(typed))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("must be 1s to 720h, such as 90s, 5m or 1h, was " + typed);
  }
}
