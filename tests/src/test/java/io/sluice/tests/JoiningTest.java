package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import io.sluice.tests.Rules.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever goes while others join, there is one cluster afterwards and nobody waits for ever. */
class JoiningTest {
  private static final Point WRITES_UP =
      new Point("up", "io.sluice.ledger.node.Nodes", "up", "AT ENTRY");
  private static final Point WELCOMED =
      new Point("welcomed", "org.apache.pekko.cluster.ClusterCoreDaemon", "welcome", "AT EXIT");
  private static final Point LETS_IN =
      new Point(
          "lets in", "org.apache.pekko.cluster.ClusterCoreDaemon", "leaderActions", "AT ENTRY");

  private static final int TAKEN_OUT = 4;

  /** No node may be stuck for longer. */
  private static final Duration STUCK = Duration.ofSeconds(50);

  @TempDir private Path directory;

  private Scene scene;

  @BeforeEach
  void create() {
    scene = Scene.in(directory);
  }

  @Test
  void who_was_let_in_by_one_that_died_makes_no_second_cluster() throws IOException {
    var member = directory.resolve("member");
    var go = directory.resolve("go");
    try (var founder = LiveNode.start(node(1, "60s"));
        var late = start(node(2, "60s").withJvm(agent(Rules.hold(WRITES_UP, member, go))))) {
      late.await("a member whose row says that it joins", () -> Files.exists(member));
      founder.program().kill();
      try (var next = LiveNode.start(node(3, "60s"))) {
        Files.createFile(go);
        assertThatItEnds(late, "127.0.0.3:");
        assertThat(next.cluster().get("members")).hasSize(1);
        assertThat(states()).containsExactly(List.of("down"), List.of("down"), List.of("up"));
        assertThat(next.program().isAlive()).isTrue();
      }
    }
  }

  @Test
  void who_was_welcomed_by_one_that_dies_or_freezes_before_it_is_a_member_is_not_stuck()
      throws IOException {
    var hold = directory.resolve("hold");
    var founds = node(1, "4s").withJvm(agent(Rules.skipWhile(LETS_IN, hold)));
    try (var founder = LiveNode.start(founds)) {
      try (var welcomed = welcomed(node(2, "4s"), hold)) {
        founder.program().kill();
        assertThatItEnds(welcomed, "who let it in is gone: 127.0.0.1:");
      }
    }
    Files.delete(hold);
    try (var founder = LiveNode.start(founds)) {
      try (var welcomed = welcomed(node(2, "4s"), hold)) {
        founder.program().freeze();
        assertThatItEnds(welcomed, "who let it in is gone: 127.0.0.1:");
        founder.program().thaw();
        assertThatItEnds(founder.program(), "others took this node for dead");
        assertThat(states()).containsOnly(List.of("down"));
      }
    }
  }

  /** One that has its welcome and is no member while there is that file. */
  private Sluice welcomed(Sluice.Setup setup, Path hold) throws IOException {
    Files.createFile(hold);
    var marker = directory.resolve("welcomed");
    Files.deleteIfExists(marker);
    var program = start(setup.withJvm(agent(Rules.note(WELCOMED, marker))));
    program.await("a welcome", () -> Files.exists(marker));
    return program;
  }

  private void assertThatItEnds(Sluice program, String why) {
    try {
      Sluice.await("the end of one of " + states(), () -> !program.isAlive(), STUCK);
    } catch (AssertionError e) {
      throw new AssertionError(states() + "\n" + program.errors(), e);
    }
    var ended = program.end().assertExit(TAKEN_OUT);
    assertThat(ended.errors().lines().filter(line -> line.contains("Out of the cluster: ")))
        .singleElement()
        .asString()
        .contains(why)
        .endsWith(": start this node again");
  }

  /** In the order in which the nodes were started. */
  private List<List<String>> states() {
    return TestDatabase.query(
        scene.database(), "SELECT state FROM sluice.node ORDER BY process_started");
  }

  private Sluice.Setup node(int number, String timeout) {
    return scene
        .setup()
        .with("NODE_HOST", "127.0.0." + number)
        .with("NODE_TIMEOUT", timeout)
        .with("DATA_DIR", directory.resolve("data-" + number).toString());
  }

  private static Sluice start(Sluice.Setup setup) {
    return setup.with("API_PORT", "0").with("MANAGEMENT_PORT", "0").start("node");
  }

  private String agent(String rule) {
    return Rules.agent(directory, rule);
  }
}
