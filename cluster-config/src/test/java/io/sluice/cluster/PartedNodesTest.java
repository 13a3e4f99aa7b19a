package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Waiting;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of the sides of a broken network exactly one goes on, and who comes later joins that one. */
class PartedNodesTest {
  @Test
  void one_that_is_cut_off_from_two_stops() {
    try (var cluster = TestCluster.watchful(3)) {
      var one = List.of(cluster.node(0));
      var two = List.of(cluster.node(1), cluster.node(2));
      TestCluster.network(one, two, true);
      assertGoesOn(cluster, two, one);
    }
  }

  @Test
  void of_two_that_are_cut_off_from_each_other_one_stops() {
    try (var cluster = TestCluster.watchful(2)) {
      var one = List.of(cluster.node(0));
      var other = List.of(cluster.node(1));
      TestCluster.network(one, other, true);
      var alive = cluster.awaitDecision(one, other);
      assertGoesOn(cluster, alive, alive == one ? other : one);
    }
  }

  @Test
  void the_side_that_holds_the_lease_already_goes_on_though_it_is_the_smaller_one() {
    try (var cluster = TestCluster.watchful(6)) {
      cluster.kill(cluster.node(0));
      var rest = new ArrayList<>(cluster.nodes().subList(1, 6));
      cluster.awaitWhole(rest);
      var holder = cluster.leaseOwners().get(0);
      rest.remove(holder);
      var two = List.of(holder, rest.remove(0));
      TestCluster.network(two, rest, true);
      assertGoesOn(cluster, two, rest);
    }
  }

  private static void assertGoesOn(TestCluster cluster, List<TestNode> alive, List<TestNode> dead) {
    for (var node : dead) {
      Waiting.until(() -> node.address() + " to stop", () -> node.lost().isDone());
      Waiting.until(() -> node.address() + " to end", node::isDown);
      cluster.awaitState("down", node);
    }
    cluster.awaitWhole(alive);
    cluster.assertLeaseIsRenewedBy(alive);
    TestCluster.network(alive, dead, false);
    var later = new ArrayList<>(alive);
    later.add(cluster.start());
    cluster.awaitWhole(later);
    assertThat(alive).noneMatch(node -> node.lost().isDone());
  }
}
