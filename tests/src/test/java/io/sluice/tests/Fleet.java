package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.persistence.TestDatabase;
import io.sluice.standin.StandInChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Nodes of one database, each a process of its own. One that was taken out of the cluster is
 * started again, as its supervisor would; any other end that nobody asked for is an error.
 */
final class Fleet implements AutoCloseable {
  /** Where nodes listen, in turn. */
  private static final List<String> HOSTS = List.of("127.0.0.1", "127.0.0.2", "127.0.0.3");

  private static final int STOPPED = 143;
  private static final int TAKEN_OUT = 4;
  private static final int REFUSED = 300;
  private static final Duration TO_ANSWER = Duration.ofMinutes(3);
  private static final Duration TO_BE_WHOLE = Duration.ofMinutes(3);

  private final Scene scene;
  private final Sluice.Setup setup;
  private final List<Member> members = new ArrayList<>();
  private final List<String> takenOut = new ArrayList<>();
  private int started;

  /** A node and the name by which it is told apart. */
  record Member(String name, LiveNode node) {}

  Fleet(Scene scene, Sluice.Setup setup) {
    this.scene = scene;
    this.setup = setup;
  }

  List<Member> members() {
    return List.copyOf(members);
  }

  /** Starts them at the same moment, and waits until all are ready. */
  void start(int count) {
    var starting = new ArrayList<CompletableFuture<Member>>();
    for (int i = 0; i < count; i++) {
      int number = ++started;
      starting.add(CompletableFuture.supplyAsync(() -> start("node-" + number, number)));
    }
    starting.forEach(node -> members.add(node.join()));
  }

  /** Starts another one, and waits until it is ready. */
  Member start() {
    start(1);
    return members.get(members.size() - 1);
  }

  private Member start(String name, int number) {
    try {
      var directory = Files.createDirectories(setup.directory().resolve(name));
      var own =
          new Sluice.Setup(directory, setup.environment(), setup.jvm())
              .with("DATABASE_URL", Witness.named(scene.database(), name).url())
              .with("DATA_DIR", directory.toString())
              .with("NODE_HOST", HOSTS.get(number % HOSTS.size()));
      return new Member(name, LiveNode.start(own));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL. */
  void kill(Member member) {
    members.remove(member);
    member.node().program().kill();
  }

  /** SIGTERM; returns when it has ended. */
  void stop(Member member) {
    members.remove(member);
    member.node().program().signal("TERM");
    var ended = member.node().program().end();
    assertThat(ended.exitCode()).as("%s: %s", member.name(), ended.errors()).isEqualTo(STOPPED);
  }

  /** Has it hand its work over; returns when it has ended. */
  void drain(Member member) {
    var node = member.node();
    // One that had no database a moment ago may ask for some more seconds.
    Sluice.await("an answer", () -> node.status("/api/status") < REFUSED, TO_ANSWER);
    var drain = "/api/nodes/" + node.get("/api/status").at("/node/id").asText() + "/drain";
    Sluice.await("a drain", () -> node.offer(drain) < REFUSED, TO_ANSWER);
    var ended = node.program().end();
    members.remove(member);
    assertThat(ended.exitCode()).as("%s: %s", member.name(), ended.errors()).isZero();
  }

  /** What nodes logged that were taken out and started again. */
  List<String> takenOut() {
    return List.copyOf(takenOut);
  }

  /** Starts again who was taken out; gives their names. */
  List<String> tend() {
    var out = members().stream().filter(member -> !member.node().program().isAlive()).toList();
    for (var member : out) {
      members.remove(member);
      var ended = member.node().program().end();
      assertThat(ended.exitCode()).as("%s: %s", member.name(), ended.errors()).isEqualTo(TAKEN_OUT);
      takenOut.add(member.name() + "\n" + ended.errors());
      start();
    }
    return out.stream().map(Member::name).toList();
  }

  /** Waits and tends to the nodes meanwhile. */
  void await(String what, BooleanSupplier condition, Duration patience) {
    Sluice.await(
        what,
        () -> {
          tend();
          return condition.getAsBoolean();
        },
        patience);
  }

  /** The member that has been in the cluster for longest, and so holds what there is once. */
  Member oldest() {
    var oldest = members.get(0).node().cluster().get("oldest").asText();
    return members.stream()
        .filter(member -> address(member).equals(oldest))
        .findFirst()
        .orElseThrow();
  }

  private List<List<String>> query(String sql) {
    return TestDatabase.query(scene.database(), sql);
  }

  private static String address(Member member) {
    return member.node().cluster().get("selfNode").asText();
  }

  /** Channels by their ids that a node collects, with the epoch under which it does. */
  Map<Long, Long> runs(Member member) {
    return query(
            """
            SELECT substr(run.entity, 9), run.epoch FROM sluice.run JOIN sluice.node
              ON node.id = run.node
            WHERE run.running AND node.process = %d AND node.state = 'up'
            """
                .formatted(member.node().program().pid()))
        .stream()
        .collect(
            Collectors.toMap(row -> Long.valueOf(row.get(0)), row -> Long.valueOf(row.get(1))));
  }

  /** Whether each of these channels has stored something under its epoch or a later one. */
  boolean haveStored(Map<Long, Long> runs) {
    return haveStored(runs, 0);
  }

  /** Whether each of these channels has stored something under a later epoch. */
  boolean haveStoredSince(Map<Long, Long> runs) {
    return haveStored(runs, 1);
  }

  private boolean haveStored(Map<Long, Long> runs, int later) {
    var stored = "SELECT count(*) FROM sluice.message WHERE channel_id = %d AND epoch >= %d";
    return runs.entrySet().stream()
        .map(run -> stored.formatted(run.getKey(), run.getValue() + later))
        .allMatch(sql -> scene.count(sql) > 0);
  }

  /** Has all these channels collected once, told to all nodes at the same time. */
  void collect(List<StandInChannel> channels) {
    var told = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < channels.size(); i++) {
      var node = members.get(i % members.size()).node();
      var channel =
          Map.<String, Object>of("source", "@" + channels.get(i).canonicalName(), "follow", false);
      told.add(
          CompletableFuture.runAsync(
              () ->
                  // A busy machine may have it ask for some more seconds.
                  Sluice.await("a channel", () -> node.offer(channel) < REFUSED, TO_ANSWER)));
    }
    told.forEach(CompletableFuture::join);
  }

  /** Whether so many channels are complete. */
  boolean haveCompleted(int channels) {
    return scene.count("SELECT count(*) FROM sluice.channel WHERE state = 'completed'") == channels;
  }

  /** Waits until all are members of one cluster, and have the only rows of living nodes. */
  void awaitWhole() {
    await("one cluster of " + members.size(), this::isWhole, TO_BE_WHOLE);
  }

  private boolean isWhole() {
    var addresses = members.stream().map(Fleet::address).collect(Collectors.toSet());
    var rows = query("SELECT address, state FROM sluice.node WHERE state NOT IN ('left', 'down')");
    return rows.size() == members.size()
        && rows.stream().allMatch(row -> row.get(1).equals("up"))
        && members.stream()
            .map(member -> member.node().cluster())
            .allMatch(
                cluster ->
                    cluster.get("unreachable").isEmpty()
                        && up(cluster).size() == addresses.size()
                        && addresses.containsAll(up(cluster)));
  }

  private static List<String> up(JsonNode cluster) {
    return StreamSupport.stream(cluster.get("members").spliterator(), false)
        .map(member -> member.get("status").asText() + " " + member.get("node").asText())
        .filter(member -> member.startsWith("Up "))
        .map(member -> member.substring("Up ".length()))
        .toList();
  }

  @Override
  public void close() {
    members.forEach(member -> member.node().close());
  }
}
