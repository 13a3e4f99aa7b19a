package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.photo.Suspicion;
import org.junit.jupiter.api.Test;

class SuspectsTest {
  private static final int WINDOW = 64;
  private static final int BATCH = 500;
  private static final int ON_THEIR_WAY = 2 * BATCH + 1 + WINDOW;

  private static Suspicion suspicion(int deaths, long index) {
    return new Suspects(deaths, BATCH).of(index, WINDOW);
  }

  @Test
  void without_a_death_nothing_is_suspected() {
    assertThat(suspicion(0, 0)).isEqualTo(Suspicion.NONE);
  }

  @Test
  void after_a_death_all_are_suspected_that_may_have_been_on_their_way_unless_they_were_made() {
    assertThat(suspicion(1, 0)).isEqualTo(Suspicion.UNLESS_MADE);
    assertThat(suspicion(1, ON_THEIR_WAY - 1)).isEqualTo(Suspicion.UNLESS_MADE);
    assertThat(suspicion(1, ON_THEIR_WAY)).isEqualTo(Suspicion.NONE);
  }

  @Test
  void after_more_in_a_row_more_are_suspected_whether_they_were_made_or_not() {
    assertThat(suspicion(3, 0)).isEqualTo(Suspicion.STRONG);
    assertThat(suspicion(3, 3 * ON_THEIR_WAY - 1)).isEqualTo(Suspicion.STRONG);
    assertThat(suspicion(3, 3 * ON_THEIR_WAY)).isEqualTo(Suspicion.NONE);
  }
}
