package io.sluice.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Who may fill parts: so many at once, in the order of coming, and nobody waits for ever. */
class PartPlacesTest {
  @Test
  void who_comes_first_goes_on_first() {
    var places = new PartPlaces(1, Duration.ofMinutes(10));
    assertThat(places.take()).isCompleted();
    var second = places.take();
    var third = places.take();
    places.giveBack();
    assertThat(second).isCompleted();
    assertThat(third).isNotDone();
    places.giveBack();
    assertThat(third).isCompleted();
    places.giveBack();
    assertThat(places.take()).isCompleted();
  }

  @Test
  void who_has_waited_too_long_takes_no_place_from_others() {
    var places = new PartPlaces(1, Duration.ofMillis(1));
    assertThat(places.take()).isCompleted();
    var late = places.take();
    assertThatThrownBy(late::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(TimeoutException.class);
    places.giveBack();
    assertThat(places.take()).isCompleted();
  }
}
