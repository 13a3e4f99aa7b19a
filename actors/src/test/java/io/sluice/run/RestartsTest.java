package io.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartsTest {
  private static final RestartSettings SETTINGS =
      new RestartSettings(3, Duration.ofSeconds(1), Duration.ofSeconds(60));

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 2000", "3, 4000", "6, 32000", "7, 60000", "50, 60000", "5000, 60000"})
  void a_wait_doubles_up_to_the_longest_and_is_at_most_a_fifth_more(int times, long millis) {
    var failed = new Restarts(SETTINGS, times, 0);
    var waited = new Restarts(SETTINGS, 0, times);
    for (int i = 0; i < 200; i++) {
      assertThat(failed.pauseAfterFailure().toMillis()).isBetween(millis, millis * 12 / 10);
      assertThat(waited.pauseForRoom().toMillis()).isBetween(millis, millis * 12 / 10);
    }
  }

  @Test
  void two_that_failed_together_do_not_come_back_together() {
    var once = Restarts.none(SETTINGS).failed();
    var pauses = new HashSet<Duration>();
    IntStream.range(0, 50).forEach(i -> pauses.add(once.pauseAfterFailure()));
    assertThat(pauses).hasSizeGreaterThan(40);
  }

  @Test
  void the_longest_wait_may_be_the_first() {
    var five = Duration.ofSeconds(5);
    var failed = new Restarts(new RestartSettings(3, five, five), 9, 0);
    assertThat(failed.pauseAfterFailure()).isBetween(five, Duration.ofSeconds(6));
  }

  @Test
  void it_is_given_up_after_more_failures_in_a_row_than_are_allowed() {
    var often = Restarts.none(SETTINGS).failed().failed().failed();
    assertThat(often.areTooMany()).isFalse();
    assertThat(often.waited().areTooMany()).isFalse();
    assertThat(often.hadRoom().failed().areTooMany()).isTrue();
    assertThat(often.progressed().failed().areTooMany()).isFalse();
  }
}
