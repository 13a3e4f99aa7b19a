package io.sluice.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.bottleneck.Bottleneck.Cause;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterJudgementTest {
  private static final Bottleneck IDLE = Bottleneck.of(Cause.IDLE, 0, "nothing is at work");
  private static final Bottleneck NOTHING = Bottleneck.of(Cause.NOTHING, 0, "nothing for long");

  private static Judged node(String host, double runs, Bottleneck found) {
    return new Judged("id-" + host, host, 7, runs, found);
  }

  private static Bottleneck found(Cause cause, double share, String knob) {
    return Bottleneck.of(cause, share, share + " wait").turn(knob, "more");
  }

  private static ClusterBottleneck judge(Judged... nodes) {
    return ClusterJudgement.of(List.of(nodes));
  }

  @Test
  void a_node_that_is_alone_says_what_it_has_found() {
    var own = found(Cause.STORE, 0.9, "IMAGE_DIR");
    var judged = judge(node("a", 4, own));
    assertThat(judged.found()).isEqualTo(own);
    assertThat(judged.node()).isEmpty();
    assertThat(judged.nodes()).containsExactly(new ClusterBottleneck.Named("a", 4, own));
  }

  @Test
  void what_is_of_one_node_alone_names_it() {
    var judged =
        judge(
            node("a", 4, NOTHING),
            node("b", 4, found(Cause.STORE, 0.9, "IMAGE_DIR: a faster disk")),
            node("c", 0, IDLE));
    assertThat(judged.node()).isEqualTo("b");
    assertThat(judged.found().cause()).isEqualTo(Cause.STORE);
    assertThat(judged.found().words())
        .isEqualTo("on b alone: 0.9 wait; of the others idle 1, held up by nothing 1");
    assertThat(judged.found().knob()).isEqualTo("IMAGE_DIR: a faster disk");
    assertThat(judged.found().share()).isCloseTo(0.45, within(0.001));
  }

  @Test
  void what_is_of_all_nodes_names_none_but_where_it_is_worst() {
    var judged =
        judge(
            node("a", 4, found(Cause.DATABASE, 0.7, "BATCH_SIZE=1000")),
            node("b", 4, found(Cause.DATABASE, 0.9, "CONSUMER_BATCH_SIZE=100")));
    assertThat(judged.node()).isEmpty();
    assertThat(judged.found().words()).isEqualTo("on both nodes, most on b: 0.9 wait");
    assertThat(judged.found().knob()).isEqualTo("CONSUMER_BATCH_SIZE=100");
    assertThat(judged.found().share()).isCloseTo(0.8, within(0.001));
  }

  @Test
  void a_node_counts_as_much_as_it_has_runs() {
    var judged =
        judge(
            node("a", 1, found(Cause.STORE, 1, "IMAGE_DIR")),
            node("b", 8, found(Cause.CPU, 0.9, "more cores")),
            node("c", 8, found(Cause.CPU, 0.95, "more cores")));
    assertThat(judged.found().cause()).isEqualTo(Cause.CPU);
    assertThat(judged.node()).isEmpty();
    assertThat(judged.found().words())
        .isEqualTo("on 2 of 3 nodes, most on c: 0.95 wait; of the others held up by store 1");
  }

  @Test
  void a_node_that_is_nearly_done_counts_little_and_one_that_waits_without_a_run_as_one() {
    var nearly =
        judge(
            node("a", 0.1, found(Cause.CPU, 1, "more cores")),
            node("b", 3.9, found(Cause.STORE, 1, "IMAGE_DIR")));
    assertThat(nearly.found().share()).isCloseTo(0.975, within(0.001));
    var waiting =
        judge(
            node("a", 0, found(Cause.MODEL, 1, "OLLAMA_HOST")),
            node("b", 3, NOTHING),
            node("c", 0, IDLE));
    assertThat(waiting.found().cause()).isEqualTo(Cause.MODEL);
    assertThat(waiting.found().share()).isCloseTo(0.25, within(0.001));
  }

  @Test
  void the_node_that_answers_is_not_asked_alone() {
    var judged = judge(node("a", 0, IDLE), node("b", 2, found(Cause.ORIGIN, 1, "SITE_RATE=10")));
    assertThat(judged.found().cause()).isEqualTo(Cause.ORIGIN);
    assertThat(judged.found().words()).endsWith("; of the others idle 1");
  }

  @Test
  void nothing_holds_up_nodes_that_go_on_and_those_without_work_are_idle() {
    assertThat(judge(node("a", 0, IDLE), node("b", 3, NOTHING)).found()).isEqualTo(NOTHING);
    assertThat(judge(node("a", 0, IDLE), node("b", 0, IDLE)).found()).isEqualTo(IDLE);
  }

  @Test
  void nodes_of_one_host_are_told_apart_by_their_processes() {
    var store = found(Cause.STORE, 0.9, "IMAGE_DIR");
    var judged =
        judge(
            new Judged("1", "a", 11, 4, store),
            new Judged("2", "a", 12, 4, NOTHING),
            node("b", 1, NOTHING));
    assertThat(judged.node()).isEqualTo("a (process 11)");
    assertThat(judged.nodes())
        .extracting(ClusterBottleneck.Named::name)
        .containsExactly("a (process 11)", "a (process 12)", "b");
  }
}
