package io.sluice.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final double MOST = 10;

  private final Pace pace = new Pace(MOST);

  private void stumble(int times) {
    IntStream.range(0, times).forEach(i -> pace.stumbled());
  }

  private void answer(int times) {
    IntStream.range(0, times).forEach(i -> pace.answered());
  }

  @Test
  void begins_at_the_most() {
    assertThat(pace.perSecond()).isEqualTo(MOST);
  }

  @Test
  void each_connection_that_breaks_slows_it_down() {
    pace.stumbled();
    assertThat(pace.perSecond()).isCloseTo(8, within(0.001));
    pace.stumbled();
    assertThat(pace.perSecond()).isCloseTo(6.4, within(0.001));
  }

  @Test
  void does_not_come_to_a_halt() {
    stumble(1000);
    assertThat(pace.perSecond()).isCloseTo(MOST / 20, within(0.001));
    assertThat(pace.gapMillis()).isBetween(2000L, 2200L);
  }

  @Test
  void gets_faster_slowly_and_never_faster_than_the_most() {
    stumble(1);
    answer(10);
    assertThat(pace.perSecond()).isCloseTo(9, within(0.001));
    answer(1000);
    assertThat(pace.perSecond()).isEqualTo(MOST);
  }

  @Test
  void a_few_that_break_by_chance_cost_little() {
    double sum = 0;
    int requests = 10_000;
    for (int i = 0; i < requests; i++) {
      if (i % 33 == 0) {
        pace.stumbled();
      } else {
        pace.answered();
      }
      sum += 1 / pace.perSecond();
    }
    assertThat(requests / sum).isGreaterThan(0.9 * MOST);
  }

  @Test
  void a_gap_is_never_shorter_than_the_rate_allows() {
    for (int i = 0; i < 1000; i++) {
      assertThat(pace.gapMillis()).isBetween(100L, 110L);
    }
    assertThat(new Pace(1000).gapMillis()).isBetween(1L, 2L);
  }
}
