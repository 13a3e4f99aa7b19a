package io.sluice.website;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.website.HostGate.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HostGatesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** It is this node's only when it is told so. */
  private static final String LATE = "late";

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND.toNanos());
  private final List<Alarm> alarms = new ArrayList<>();
  private final Node node = new Node();
  private final HostGates gates =
      new HostGates(
          node, now::get, (time, task) -> alarms.add(new Alarm(now.get() + time.toNanos(), task)));

  private record Alarm(long at, Runnable task) {}

  /** Which hosts are this node's, by its own book. */
  private static final class Node implements HostGates.Sharing {
    private final Set<String> ours = new HashSet<>();
    private final Set<String> others = new HashSet<>();
    private final CompletableFuture<Duration> late = new CompletableFuture<>();

    @Override
    public CompletionStage<Duration> take(String host) {
      ours.add(host);
      if (host.equals(LATE)) {
        return late;
      }
      return CompletableFuture.completedFuture(others.contains(host) ? SECOND : Duration.ZERO);
    }

    @Override
    public CompletionStage<Map<String, Duration>> keep(Collection<String> hosts) {
      assertThat(ours).containsAll(hosts);
      return CompletableFuture.completedFuture(
          hosts.stream().filter(others::contains).collect(toMap(host -> host, host -> SECOND)));
    }

    @Override
    public void giveBack(Collection<String> hosts) {
      ours.removeAll(hosts);
    }
  }

  /** And whoever was to be woken by then is. */
  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
    var due = alarms.stream().filter(alarm -> alarm.at() - now.get() <= 0).toList();
    alarms.removeAll(due);
    due.forEach(alarm -> alarm.task().run());
  }

  private CompletableFuture<Entry> turn(String host) {
    return gates.turn(host).toCompletableFuture();
  }

  private CompletableFuture<Entry> enter(String host) {
    return gates.enter(host).toCompletableFuture();
  }

  private void ask(String host) {
    assertThat(turn(host)).isCompletedWithValue(Entry.NOW);
  }

  @Test
  void one_site_of_a_host_is_in_work_and_the_others_come_one_after_another() {
    assertThat(enter("a")).isCompletedWithValue(Entry.NOW);
    assertThat(enter("b")).isCompletedWithValue(Entry.NOW);
    assertThat(enter("a")).isCompletedWithValue(new Entry(Duration.ofMillis(100), true));
    assertThat(enter("a")).isCompletedWithValue(new Entry(Duration.ofMillis(200), true));
    gates.leave("a");
    assertThat(enter("a")).isCompletedWithValue(Entry.NOW);
  }

  @Test
  void sites_of_a_host_come_as_far_apart_as_they_take() {
    enter("a");
    pass(Duration.ofSeconds(30));
    gates.leave("a");
    enter("a");
    assertThat(enter("a")).isCompletedWithValue(new Entry(SECOND.multipliedBy(5), true));
    assertThat(enter("a")).isCompletedWithValue(new Entry(SECOND.multipliedBy(10), true));
    for (int i = 0; i < 10; i++) {
      gates.leave("a");
      enter("a");
    }
    assertThat(enter("a")).isCompletedWithValue(new Entry(Duration.ofMillis(10_100), true));
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
    assertThat(second).isCompletedWithValue(Entry.NOW);
    assertThat(third).isNotDone();
    gates.answered("a", SECOND);
    pass(SECOND);
    assertThat(third).isCompletedWithValue(Entry.NOW);
  }

  @Test
  void a_host_to_which_a_request_is_on_its_way_is_not_forgotten() {
    ask("a");
    pass(Duration.ofSeconds(30));
    gates.answered("a", SECOND);
    var next = turn("a");
    assertThat(next).isNotDone();
    assertThat(gates.waiting()).isEqualTo(1);
    pass(SECOND);
    assertThat(next).isCompletedWithValue(Entry.NOW);
    assertThat(gates.waiting()).isZero();
  }

  @Test
  void a_host_that_is_left_keeps_its_pause() {
    enter("a");
    ask("a");
    gates.answered("a", Duration.ofSeconds(28));
    gates.leave("a");
    pass(Duration.ofSeconds(20));
    var next = turn("a");
    assertThat(next).isNotDone();
    pass(Duration.ofSeconds(8));
    assertThat(next).isCompletedWithValue(Entry.NOW);
  }

  @Test
  void a_host_that_asks_for_a_pause_has_it_for_all_who_wait_for_it() {
    ask("a");
    var second = turn("a");
    var third = turn("a");
    gates.close("a", Duration.ofSeconds(90));
    gates.answered("a", SECOND);
    assertThat(second).isCompletedWithValue(new Entry(Duration.ofSeconds(90), false));
    assertThat(third).isCompletedWithValue(new Entry(Duration.ofSeconds(91), false));
    gates.close("a", Duration.ofDays(1));
    assertThat(turn("a")).isCompletedWithValue(new Entry(HostGates.LONGEST_PAUSE, false));
  }

  @Test
  void a_line_is_short_and_what_comes_then_comes_again_one_after_another() {
    ask("a");
    for (int i = 0; i < 4; i++) {
      assertThat(turn("a")).isNotDone();
    }
    assertThat(turn("a")).isCompletedWithValue(new Entry(SECOND, true));
    assertThat(turn("a")).isCompletedWithValue(new Entry(SECOND.multipliedBy(2), true));
    assertThat(gates.waiting()).isEqualTo(4);
  }

  @Test
  void a_host_is_the_nodes_as_long_as_anything_is_to_be_asked_or_a_pause_lasts() {
    enter("a");
    ask("a");
    pass(Duration.ofSeconds(30));
    gates.answered("a", Duration.ofSeconds(10));
    gates.leave("a");
    pass(Duration.ofSeconds(9));
    assertThat(node.ours).containsExactly("a");
    pass(Duration.ofSeconds(5));
    assertThat(node.ours).isEmpty();
    assertThat(alarms).as("nothing is looked after").isEmpty();
  }

  @Test
  void a_host_that_another_node_has_taken_meanwhile_is_left_to_it() {
    ask("a");
    var second = turn("a");
    node.others.add("a");
    pass(Duration.ofSeconds(4));
    assertThat(second).isCompletedWithValue(new Entry(SECOND, true));
    gates.answered("a", SECOND);
    assertThat(turn("a")).isCompletedWithValue(new Entry(SECOND, true));
    node.others.clear();
    ask("a");
  }

  @Test
  void a_host_that_is_lost_and_got_again_is_not_entered_before_it_is_left() {
    assertThat(enter("a")).isCompletedWithValue(Entry.NOW);
    ask("a");
    node.others.add("a");
    pass(Duration.ofSeconds(4));
    node.others.clear();
    assertThat(enter("a")).isCompletedWithValueMatching(Entry::crowded);
    assertThat(turn("a")).isCompletedWithValueMatching(Entry::crowded);
    gates.answered("a", SECOND);
    assertThat(enter("a")).isCompletedWithValueMatching(Entry::crowded);
    gates.leave("a");
    assertThat(enter("a")).isCompletedWithValue(Entry.NOW);
    ask("a");
    // What is heard of the visit before frees nobody's place.
    assertThat(enter("a")).isCompletedWithValueMatching(Entry::crowded);
  }

  @Test
  void a_host_that_is_lost_in_the_moment_it_was_got_is_not_waited_for() {
    var waits = turn(LATE);
    // Whoever has said last what is to follow comes first.
    node.late.thenAccept(
        none -> {
          node.others.add(LATE);
          pass(SECOND.multipliedBy(5));
        });
    node.late.complete(Duration.ZERO);
    assertThat(gates.waiting()).isZero();
    assertThat(waits).isCompletedWithValueMatching(entry -> entry.crowded() && !entry.isNow());
  }

  @Test
  void a_host_of_another_node_is_asked_for_again_later() {
    node.others.add("a");
    assertThat(enter("a")).isCompletedWithValue(new Entry(SECOND, true));
    assertThat(turn("a")).isCompletedWithValue(new Entry(SECOND, true));
    node.others.clear();
    ask("a");
  }
}
