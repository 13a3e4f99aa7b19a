package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Gate;
import io.sluice.persistence.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node without the database is of no use where others have it; without all of them wait. */
class LostDatabaseTest {
  /** What the timeouts of connections add, and a busy machine. */
  private static final Duration LATE = Duration.ofSeconds(90);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_node_that_alone_has_lost_the_database_ends_and_names_who_has_it(boolean frozen)
      throws Exception {
    var real = TestDatabase.withSchema();
    try (var gate = Gate.before(real);
        var cluster = TestCluster.watchful(real)) {
      var peer = cluster.start();
      var node = cluster.start(gate.to(real));
      cluster.awaitWhole(cluster.nodes());
      cut(frozen).accept(gate);
      assertThat(node.lost().get(LATE.toMillis(), TimeUnit.MILLISECONDS))
          .isEqualTo(
              "this node has lost the database, which %s still reaches".formatted(peer.address()));
      cluster.awaitWhole(List.of(peer));
      cluster.awaitState("down", node);
      assertThat(peer.lost()).isNotDone();
    }
  }

  private static Consumer<Gate> cut(boolean frozen) {
    return frozen ? gate -> gate.freeze(true) : Gate::shut;
  }

  @Test
  void while_all_have_lost_it_all_wait_even_if_one_of_them_dies() throws Exception {
    var real = TestDatabase.withSchema();
    try (var gate = Gate.before(real);
        var cluster = TestCluster.watchful(real)) {
      var way = gate.to(real);
      var nodes = List.of(cluster.start(way), cluster.start(way), cluster.start(way));
      cluster.awaitWhole(nodes);
      gate.shut();
      cluster.kill(nodes.get(0));
      var left = nodes.subList(1, 3);
      // Longer than the resolver's time for the lease, and than any heartbeat may be late.
      Thread.sleep(TestNode.ACCEPTABLE_PAUSE.plusSeconds(11).toMillis());
      assertThat(left).noneMatch(node -> node.lost().isDone()).noneMatch(TestNode::isDown);
      gate.open();
      cluster.awaitWhole(left);
      cluster.awaitState("down", nodes.get(0));
      assertThat(left).noneMatch(node -> node.lost().isDone());
    }
  }
}
