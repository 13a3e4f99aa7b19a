package io.sluice.website;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HostGatesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND.toNanos());
  private final Map<Duration, Runnable> alarms = new TreeMap<>();
  private final HostGates gates = new HostGates(now::get, alarms::put);

  /** And whoever was to be woken by then is. */
  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
    alarms.entrySet().stream()
        .filter(alarm -> alarm.getKey().compareTo(time) <= 0)
        .toList()
        .stream()
        .peek(alarm -> alarms.remove(alarm.getKey()))
        .forEach(alarm -> alarm.getValue().run());
  }

  private CompletableFuture<Duration> turn(String host) {
    return gates.turn(host).toCompletableFuture();
  }

  private void ask(String host) {
    assertThat(turn(host)).isCompletedWithValue(Duration.ZERO);
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
  void a_request_waits_for_the_answer_to_the_one_before_and_a_pause() {
    ask("a");
    var second = turn("a");
    var third = turn("a");
    pass(Duration.ofSeconds(30));
    assertThat(second).isNotDone();
    gates.answered("a", SECOND);
    assertThat(second).isNotDone();
    pass(SECOND);
    assertThat(second).isCompletedWithValue(Duration.ZERO);
    assertThat(third).isNotDone();
    gates.answered("a", SECOND);
    pass(SECOND);
    assertThat(third).isCompletedWithValue(Duration.ZERO);
  }

  @Test
  void a_host_to_which_a_request_is_on_its_way_is_not_forgotten() {
    ask("a");
    pass(Duration.ofSeconds(30));
    gates.enter("b");
    gates.answered("a", SECOND);
    assertThat(turn("a")).isNotDone();
    pass(SECOND);
    assertThat(gates.waiting()).isZero();
  }

  @Test
  void a_host_that_is_left_keeps_its_pause() {
    gates.enter("a");
    ask("a");
    gates.answered("a", Duration.ofSeconds(28));
    gates.leave("a");
    pass(Duration.ofSeconds(20));
    gates.enter("b");
    var next = turn("a");
    assertThat(next).isNotDone();
    pass(Duration.ofSeconds(8));
    assertThat(next).isCompletedWithValue(Duration.ZERO);
  }

  @Test
  void a_host_that_asks_for_a_pause_has_it_for_all_who_wait_for_it() {
    ask("a");
    var second = turn("a");
    gates.close("a", Duration.ofSeconds(90));
    gates.answered("a", SECOND);
    assertThat(second).isCompletedWithValue(Duration.ofSeconds(90));
    assertThat(turn("a")).isCompletedWithValue(Duration.ofSeconds(95));
    gates.close("a", Duration.ofDays(1));
    assertThat(turn("a")).isCompletedWithValue(HostGates.LONGEST_PAUSE);
  }

  @Test
  void a_line_is_short_and_what_comes_then_comes_again_one_after_another() {
    ask("a");
    for (int i = 0; i < 4; i++) {
      assertThat(turn("a")).isNotDone();
    }
    assertThat(turn("a")).isCompletedWithValue(Duration.ofSeconds(5));
    assertThat(turn("a")).isCompletedWithValue(Duration.ofSeconds(10));
    assertThat(gates.waiting()).isEqualTo(4);
  }
}
