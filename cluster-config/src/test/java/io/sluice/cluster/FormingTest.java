package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Gate;
import io.sluice.persistence.TestDatabase;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nodes that know nothing but their database become one cluster, however they come. */
class FormingTest {
  private static final int NODES = 5;

  /** All of the twenty by {@code -Dsluice.formings=20}. */
  private static final int TIMES = Integer.getInteger("sluice.formings", 3);

  @Test
  void nodes_that_start_in_the_same_instant_form_one_cluster() {
    for (int time = 0; time < TIMES; time++) {
      try (var cluster = new TestCluster(TestDatabase.create())) {
        cluster.startAtOnce(cluster.database(), NODES).join();
        cluster.awaitWhole(cluster.nodes());
        assertThat(cluster.states()).isEqualTo(Set.of("up"));
      }
    }
  }

  @Test
  void nodes_that_start_while_the_database_is_away_and_just_after_form_one_cluster() {
    var real = TestDatabase.create();
    try (var gate = Gate.before(real);
        var cluster = new TestCluster(real)) {
      var first = cluster.create(gate.to(real), 2);
      gate.shut();
      var entering = TestCluster.enter(first);
      var after = cluster.create(real, 2);
      assertThat(entering).isNotDone();
      gate.open();
      TestCluster.enter(after).join();
      entering.join();
      cluster.awaitWhole(cluster.nodes());
      assertThat(cluster.states()).isEqualTo(Set.of("up"));
    }
  }
}
