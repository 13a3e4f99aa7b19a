package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.node.NodeList;
import io.sluice.ledger.node.NodeRow;
import io.sluice.ledger.node.Nodes;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.Test;

class DepartureTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final UUID IMAGES = UUID.randomUUID();

  /** A node that does nothing but be a member. */
  private static final class Idle implements AutoCloseable {
    private final Nodes nodes;
    private final ActorSystem<Void> system;

    Idle(Database database) {
      nodes = new Nodes(database, Duration.ofSeconds(15));
      system = NodeSystem.start(Behaviors.empty(), Systems.settings(0), database, nodes);
      var seen = Members.self(system);
      var entry = new Nodes.Entry(Optional.of(seen), uid(), IMAGES);
      var way = Forming.Way.direct(NodeSettings.from(Systems.settings(0)));
      assertThat(Forming.enter(system, nodes, entry, way, () -> false))
          .isNotEqualTo(Forming.Outcome.CANCELLED);
      system.systemActorOf(ClusterLog.create(nodes, why -> {}), "cluster-log", Props.empty());
      system.systemActorOf(Departure.create(nodes.id()), "departure", Props.empty());
    }

    private long uid() {
      return Cluster.get(system).selfMember().uniqueAddress().longUid();
    }

    boolean drain(Idle other) throws Exception {
      return Departure.ask(system, other.nodes.id(), PATIENCE)
          .toCompletableFuture()
          .get(1, TimeUnit.MINUTES);
    }

    @Override
    public void close() {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
    }
  }

  private static List<String> states(Database database) {
    return new NodeList(database)
        .all().stream().map(row -> row.state() + " " + row.reason().orElse("")).sorted().toList();
  }

  @Test
  void a_node_leaves_when_another_asks_and_the_rows_of_those_that_stay_are_left_alone()
      throws Exception {
    try (var database = TestDatabase.open();
        var stays = new Idle(database);
        var alsoStays = new Idle(database);
        var leaves = new Idle(database)) {
      Waiting.until("three members", () -> Members.byState(stays.system).get("up") == 3);
      Waiting.until("an answer", () -> drains(stays, leaves));
      leaves.system.getWhenTerminated().toCompletableFuture().get(1, TimeUnit.MINUTES);

      Waiting.until("two members", () -> Members.now(stays.system).size() == 2);
      Waiting.until("its row", () -> states(database).contains(NodeRow.State.LEFT + " left"));
      Thread.sleep(500);
      assertThat(states(database)).containsExactly("LEFT left", "UP ", "UP ");
      assertThat(Members.now(alsoStays.system)).filteredOn(Members.Seen::oldest).hasSize(1);
    }
  }

  private static boolean drains(Idle asks, Idle leaves) {
    try {
      return asks.drain(leaves);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void who_is_not_there_does_not_answer() throws Exception {
    try (var database = TestDatabase.open();
        var stays = new Idle(database)) {
      var nobody = Departure.ask(stays.system, UUID.randomUUID(), PATIENCE);
      assertThat(nobody.toCompletableFuture().get(1, TimeUnit.MINUTES)).isFalse();
    }
  }
}
