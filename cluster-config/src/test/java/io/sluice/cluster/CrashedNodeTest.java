package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is left goes on, whoever it was that went, and however. */
class CrashedNodeTest {
  @Test
  void the_survivor_of_two_goes_on_whichever_of_them_dies_and_whoever_had_the_lease() {
    try (var cluster = TestCluster.watchful(2)) {
      var older = cluster.node(0);
      var younger = cluster.node(1);
      cluster.kill(younger);
      assertGoesOn(cluster, older, younger);

      var third = cluster.start();
      cluster.awaitWhole(List.of(older, third));
      assertThat(cluster.leaseOwners()).as("of the decision before").containsExactly(older);
      cluster.kill(older);
      assertGoesOn(cluster, third, older);
    }
  }

  private static void assertGoesOn(TestCluster cluster, TestNode survivor, TestNode dead) {
    cluster.awaitWhole(List.of(survivor));
    cluster.awaitState("down", dead);
    assertThat(cluster.row(dead).get(1)).contains("not heard of", survivor.address());
    cluster.assertLeaseIsRenewedBy(List.of(survivor));
    assertThat(survivor.lost()).isNotDone();
  }

  @Test
  void a_pause_that_is_shorter_than_what_is_acceptable_downs_nobody() throws Exception {
    try (var cluster = TestCluster.watchful(3)) {
      var paused = List.of(cluster.node(0));
      var others = List.of(cluster.node(1), cluster.node(2));
      TestCluster.network(paused, others, true);
      Thread.sleep(TestNode.ACCEPTABLE_PAUSE.multipliedBy(2).dividedBy(3).toMillis());
      TestCluster.network(paused, others, false);
      // Whatever would be decided is decided by then.
      Thread.sleep(Duration.ofSeconds(6).toMillis());
      cluster.awaitWhole(cluster.nodes());
      assertThat(cluster.leaseOwners()).isEmpty();
      assertThat(cluster.nodes()).noneMatch(node -> node.lost().isDone());
    }
  }

  @Test
  void a_node_that_leaves_is_gone_at_once_and_its_row_says_so() throws Exception {
    try (var cluster = TestCluster.watchful(3)) {
      var leaving = cluster.node(0);
      leaving.leave();
      var rest = List.of(cluster.node(1), cluster.node(2));
      cluster.awaitWhole(rest);
      cluster.awaitState("left", leaving);
      assertThat(cluster.leaseOwners()).as("nobody was taken out").isEmpty();
      assertThat(rest).noneMatch(node -> node.lost().isDone());
    }
  }
}
