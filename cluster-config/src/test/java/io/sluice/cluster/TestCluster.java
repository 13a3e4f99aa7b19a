package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Nodes of one database, all in this JVM; closing it ends all of them. */
final class TestCluster implements AutoCloseable {
  private static final long START_SECONDS = 180;

  private final DatabaseAddress database;
  private final Duration pause;
  private final List<TestNode> nodes = new ArrayList<>();

  /** One in which no silence is long enough to take anybody out. */
  TestCluster(DatabaseAddress database) {
    this(database, TestNode.ANY_PAUSE);
  }

  private TestCluster(DatabaseAddress database, Duration pause) {
    this.database = database;
    this.pause = pause;
  }

  /** One that takes out who is silent. */
  static TestCluster watchful(DatabaseAddress database) {
    return new TestCluster(database, TestNode.ACCEPTABLE_PAUSE);
  }

  /** On a new database, one after the other, so that the first is the oldest. */
  static TestCluster of(int count) {
    return started(new TestCluster(TestDatabase.withSchema()), count);
  }

  /** The same, which takes out who is silent. */
  static TestCluster watchful(int count) {
    return started(watchful(TestDatabase.withSchema()), count);
  }

  private static TestCluster started(TestCluster cluster, int count) {
    for (int i = 0; i < count; i++) {
      cluster.start();
    }
    cluster.awaitWhole(cluster.nodes);
    return cluster;
  }

  TestNode start() {
    return start(database);
  }

  /**
   * @param way to the same database
   */
  TestNode start(DatabaseAddress way) {
    return create(way, 1).get(0).enter();
  }

  /** So many, which are in no cluster yet. */
  List<TestNode> create(DatabaseAddress way, int count) {
    var made = Stream.generate(() -> TestNode.create(way, pause)).limit(count).toList();
    nodes.addAll(made);
    return made;
  }

  /** All in the same instant; completes when all are in. */
  static CompletableFuture<Void> enter(List<TestNode> these) {
    return CompletableFuture.allOf(
            these.stream()
                .map(node -> CompletableFuture.runAsync(node::enter, TestCluster::inThread))
                .toArray(CompletableFuture[]::new))
        .orTimeout(START_SECONDS, TimeUnit.SECONDS);
  }

  CompletableFuture<Void> startAtOnce(DatabaseAddress way, int count) {
    return enter(create(way, count));
  }

  private static void inThread(Runnable task) {
    new Thread(task).start();
  }

  TestNode node(int number) {
    return nodes.get(number);
  }

  List<TestNode> nodes() {
    return List.copyOf(nodes);
  }

  DatabaseAddress database() {
    return database;
  }

  /** All of these see these as members, and nobody else. */
  void awaitWhole(List<TestNode> these) {
    var expected = these.stream().map(TestNode::address).collect(Collectors.toSet());
    Waiting.until(
        () -> "members " + expected + ", seen " + views(these) + ", rows " + rows(),
        () -> views(these).equals(Set.of(expected)));
  }

  private static Set<Set<String>> views(List<TestNode> these) {
    return these.stream().map(TestNode::members).collect(Collectors.toSet());
  }

  private List<List<String>> rows() {
    return query("SELECT address, state, reason FROM sluice.node ORDER BY process_started");
  }

  /**
   * @param cut whether the network between these and those is cut
   */
  static void network(List<TestNode> these, List<TestNode> those, boolean cut) {
    for (var one : these) {
      for (var other : those) {
        one.cable(other, cut);
        other.cable(one, cut);
      }
    }
  }

  /** As a process that is killed: nobody hears of it any more. */
  void kill(TestNode node) {
    var others = nodes.stream().filter(other -> other != node).toList();
    network(List.of(node), others, true);
    node.close();
  }

  /** State and reason in the node's row. */
  List<String> row(TestNode node) {
    return query("SELECT state, reason FROM sluice.node WHERE id = '%s'".formatted(node.id()))
        .get(0);
  }

  void awaitState(String state, TestNode node) {
    Waiting.until(() -> "row " + state + " in " + rows(), () -> row(node).get(0).equals(state));
  }

  /** Gives the side that goes on, as soon as the other one stops. */
  List<TestNode> awaitDecision(List<TestNode> one, List<TestNode> other) {
    Waiting.until(() -> "a decision, rows " + rows(), () -> anyLost(one) || anyLost(other));
    return anyLost(one) ? other : one;
  }

  private static boolean anyLost(List<TestNode> these) {
    return these.stream().anyMatch(node -> node.lost().isDone());
  }

  /** Whose the resolver's lease is, if it has not run out. */
  List<TestNode> leaseOwners() {
    var owners = query("SELECT owner FROM sluice.lease WHERE expires_at > clock_timestamp()");
    return nodes.stream().filter(node -> owners.contains(List.of(node.id().toString()))).toList();
  }

  /** The lease is on this side, and stays there beyond the time for which it was taken. */
  void assertLeaseIsRenewedBy(List<TestNode> these) {
    assertThat(these).containsAll(leaseOwners());
    var first = expiry();
    Waiting.until(() -> "a renewal of the lease", () -> expiry().compareTo(first) > 0);
    assertThat(leaseOwners()).hasSize(1);
    assertThat(these).containsAll(leaseOwners());
  }

  private String expiry() {
    return query("SELECT expires_at FROM sluice.lease").get(0).get(0);
  }

  private List<List<String>> query(String sql) {
    return TestDatabase.query(database, sql);
  }

  Set<String> states() {
    return query("SELECT state FROM sluice.node").stream()
        .map(row -> row.get(0))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public void close() {
    var closing =
        nodes.stream()
            .map(node -> CompletableFuture.runAsync(node::close, TestCluster::inThread))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(closing).join();
  }
}
