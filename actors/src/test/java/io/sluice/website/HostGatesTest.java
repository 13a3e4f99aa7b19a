package io.sluice.website;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HostGatesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND.toNanos());
  private final HostGates gates = new HostGates(now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void one_site_of_a_host_is_in_work_and_the_others_come_one_after_another() {
    assertThat(gates.enter("a")).isZero();
    assertThat(gates.enter("b")).isZero();
    var second = gates.enter("a");
    var third = gates.enter("a");
    assertThat(second).isPositive();
    assertThat(third).isGreaterThan(second);
    gates.leave("a");
    assertThat(gates.enter("a")).isZero();
  }

  @Test
  void requests_have_their_pause_from_the_answer_on() {
    gates.enter("a");
    assertThat(gates.turn("a", SECOND)).isZero();
    pass(Duration.ofSeconds(5));
    gates.answered("a", SECOND);
    assertThat(gates.opensIn("a")).isEqualTo(SECOND);
    assertThat(gates.turn("a", SECOND)).isEqualTo(SECOND);
    assertThat(gates.turn("a", SECOND)).isEqualTo(SECOND.multipliedBy(2));
  }

  @Test
  void a_host_that_is_left_keeps_its_pause() {
    gates.enter("a");
    gates.turn("a", Duration.ofSeconds(60));
    gates.leave("a");
    pass(Duration.ofSeconds(20));
    gates.enter("b");
    assertThat(gates.opensIn("a")).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void a_host_that_asks_for_a_pause_has_it_for_all_its_sites() {
    gates.enter("a");
    gates.close("a", Duration.ofSeconds(90));
    gates.leave("a");
    assertThat(gates.opensIn("a")).isEqualTo(Duration.ofSeconds(90));
    gates.close("a", Duration.ofDays(1));
    assertThat(gates.opensIn("a")).isEqualTo(Duration.ofMinutes(10));
  }
}
