package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.node.Entrance;
import io.sluice.ledger.node.NodeLoad;
import io.sluice.ledger.node.Nodes;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private static final Duration TIMEOUT = Duration.ofMillis(150);
  private static Database database;
  private static ActorSystem<Void> system;

  private final Nodes nodes = new Nodes(database, Duration.ofSeconds(15));
  private final Semaphore lost = new Semaphore(0);

  @BeforeAll
  static void start() {
    database = TestDatabase.open();
    system =
        NodeSystem.start(
            Behaviors.empty(), Systems.settings(0), database, new Nodes(database, TIMEOUT));
  }

  @AfterAll
  static void stop() throws Exception {
    Systems.stop(system);
    database.close();
  }

  @BeforeEach
  void join() {
    execute("DELETE FROM sluice.node");
    assertThat(nodes.enter(new Nodes.Entry(Optional.empty(), 0, UUID.randomUUID())))
        .isInstanceOf(Entrance.First.class);
  }

  private ActorRef<Heartbeat.Command> spawn(String name) {
    return system.systemActorOf(
        Heartbeat.create(nodes, () -> NodeLoad.NONE, TIMEOUT, reason -> lost.release()),
        name,
        Props.empty());
  }

  private static void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  private static String lastSeen() {
    return TestDatabase.query(database.address(), "SELECT last_seen FROM sluice.node")
        .get(0)
        .get(0);
  }

  private static void awaitNextBeat() throws InterruptedException {
    var before = lastSeen();
    Waiting.until("a heartbeat", () -> !lastSeen().equals(before));
  }

  @Test
  void beats_while_the_node_lives_and_calls_back_once_when_others_took_over() throws Exception {
    spawn("heartbeat");
    awaitNextBeat();
    awaitNextBeat();
    assertThat(lost.availablePermits()).isZero();

    execute("DELETE FROM sluice.node");

    assertThat(lost.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
    assertThat(lost.tryAcquire(3 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void a_database_that_fails_for_a_while_is_no_loss() throws Exception {
    spawn("heartbeat-of-a-bad-day");
    awaitNextBeat();
    execute("ALTER TABLE sluice.node RENAME TO node_away");
    assertThat(lost.tryAcquire(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    execute("ALTER TABLE sluice.node_away RENAME TO node");
    awaitNextBeat();
    assertThat(lost.availablePermits()).isZero();
  }
}
