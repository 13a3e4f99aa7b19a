package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.persistence.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A database has one cluster: whoever is in another one ends, whatever led there. */
class AgreementTest {
  @Test
  void of_two_clusters_with_rows_that_are_up_the_smaller_one_ends_and_joins_when_started_again()
      throws Exception {
    try (var cluster = TestCluster.of(2)) {
      var first = cluster.nodes();
      var beside = cluster.create(cluster.database(), 1).get(0).foundBeside();
      assertThat(beside.lost().get(1, TimeUnit.MINUTES))
          .startsWith("the database has another cluster than the one that this node is in: process")
          .contains(first.get(0).address(), first.get(1).address());
      assertThat(cluster.row(beside).get(0)).as("at once").isEqualTo("down");
      assertThat(first).noneMatch(node -> node.lost().isDone());
      var again = cluster.start();
      cluster.awaitWhole(List.of(first.get(0), first.get(1), again));
    }
  }

  @Test
  void where_something_else_brings_nodes_together_they_get_in_at_the_same_time() {
    try (var cluster = new TestCluster(TestDatabase.withSchema())) {
      var nodes = cluster.create(cluster.database(), 2);
      var founder = nodes.get(0);
      var founding = inThread(() -> founder.enter(brought(founder::found)));
      var joining = inThread(() -> nodes.get(1).enter(brought(() -> nodes.get(1).join(founder))));
      CompletableFuture.allOf(founding, joining).orTimeout(3, TimeUnit.MINUTES).join();
      cluster.awaitWhole(nodes);
      assertThat(cluster.states()).isEqualTo(Set.of("up"));
    }
  }

  private static CompletableFuture<Void> inThread(Runnable work) {
    return CompletableFuture.runAsync(work, task -> new Thread(task).start());
  }

  private static Forming.Way brought(Runnable bootstrap) {
    return new Forming.Way(Optional.of(bootstrap), other -> Optional.empty());
  }

  @Test
  void who_founds_beside_others_though_something_else_said_so_does_not_get_in() {
    try (var cluster = TestCluster.of(1)) {
      var beside = cluster.create(cluster.database(), 1).get(0);
      assertThatThrownBy(() -> beside.enter(brought(beside::found)))
          .isInstanceOf(OutOfClusterException.class)
          .hasMessageContaining("another cluster")
          .hasMessageContaining(cluster.node(0).address());
      assertThat(cluster.row(beside).get(0)).isEqualTo("down");
      assertThat(cluster.node(0).lost()).isNotDone();
    }
  }
}
