package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.sluice.ledger.node.Nodes;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import io.sluice.settings.InvalidSettingException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alone, since one test looks for threads of actor systems. */
@Isolated
class NodeSystemTest {
  private static Database database;

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  private static Nodes nodes() {
    return new Nodes(database, Duration.ofSeconds(5));
  }

  @Test
  void two_nodes_of_one_machine_choose_ports_of_their_own() throws Exception {
    var one = NodeSystem.start(Behaviors.empty(), Systems.settings(0), database, nodes());
    try {
      Systems.stop(NodeSystem.start(Behaviors.empty(), Systems.settings(0), database, nodes()));
      assertThat(one.getWhenTerminated().toCompletableFuture()).isNotDone();
    } finally {
      Systems.stop(one);
    }
  }

  @Test
  void what_pekko_derives_from_a_setting_follows_ours() throws Exception {
    var settings = Systems.settings(0).resolve();
    var one = NodeSystem.start(Behaviors.empty(), settings, database, nodes());
    try {
      var cluster = one.settings().config().getConfig("pekko.cluster");
      var sharding = cluster.getConfig("sharding");
      for (var key : List.of("hand-over-retry-interval", "min-number-of-hand-over-retries")) {
        assertThat(sharding.getValue("coordinator-singleton." + key).unwrapped())
            .isEqualTo(cluster.getValue("singleton." + key).unwrapped());
      }
      for (var key : List.of("gossip-interval", "notify-subscribers-interval")) {
        assertThat(sharding.getValue("distributed-data." + key).unwrapped())
            .isEqualTo(cluster.getValue("distributed-data." + key).unwrapped());
      }
    } finally {
      Systems.stop(one);
    }
  }

  @Test
  void a_port_that_is_taken_is_named_with_its_setting() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = other.getLocalPort();
      assertThatThrownBy(
              () -> NodeSystem.start(Behaviors.empty(), Systems.settings(port), database, nodes()))
          .isInstanceOf(PortTakenException.class)
          .hasMessage(
              "NODE_PORT %d on 127.0.0.1 is taken by another process: set another, or 0 for any"
                  .formatted(port));
    }
    Waiting.until(
        "no thread of the system that did not start",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("sluice-pekko")));
  }

  @Test
  void the_defaults() {
    assertThat(NodeSettings.from(ConfigFactory.load()))
        .isEqualTo(
            new NodeSettings(
                "127.0.0.1",
                0,
                Duration.ofSeconds(5),
                Optional.empty(),
                false,
                NodeSettings.Forming.DATABASE));
  }

  @ParameterizedTest
  @CsvSource({
    "node-port, 65536, NODE_PORT must be a whole number from 0 to 65535",
    "node-timeout, 10ms, NODE_TIMEOUT must be a time from 4s to 600s",
    "insecure, perhaps, INSECURE must be true or false",
    "cluster-forming, consul, CLUSTER_FORMING must be database or kubernetes",
    "kubernetes-nodes, 0, KUBERNETES_NODES must be a whole number from 1 to 1000",
    "kubernetes-namespace, The Press, 'KUBERNETES_NAMESPACE must be the name of a namespace, or"
        + " empty'",
    "kubernetes-pod-label, app, 'KUBERNETES_POD_LABEL must be a label with its value, such as"
        + " app=sluice'"
  })
  void a_wrong_setting_is_refused(String name, String value, String complaint) {
    var config = ConfigFactory.parseString("sluice." + name + " = " + value);
    assertThatThrownBy(() -> NodeSettings.from(config.withFallback(ConfigFactory.load())))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(complaint + ", was " + value);
  }
}
