package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpeedsTest {
  private static final long SECOND = 1_000_000_000L;

  private final Speeds speeds = new Speeds();

  private void look(long second, long one, long other) {
    speeds.look(List.of(new Speeds.Shows(7, one, other)), second * SECOND);
  }

  @Test
  void what_grows_is_told_by_the_second_and_what_stands_still_is_not() {
    look(0, 0, 0);
    look(2, 10, 1000);
    assertThat(speeds.of(7, 2 * SECOND)).isEqualTo(new Speeds.Speed(5, 500));
    look(30, 10, 1000);
    assertThat(speeds.of(7, 30 * SECOND)).isEqualTo(Speeds.Speed.NONE);
    assertThat(speeds.of(8, 30 * SECOND)).isEqualTo(Speeds.Speed.NONE);
  }

  @Test
  void a_counter_that_goes_back_is_no_speed() {
    look(0, 10, 10);
    look(1, 4, 20);
    assertThat(speeds.of(7, SECOND)).isEqualTo(new Speeds.Speed(0, 10));
  }
}
