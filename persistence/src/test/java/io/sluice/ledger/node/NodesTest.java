package io.sluice.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.ledger.node.Entrance.First;
import io.sluice.ledger.node.Entrance.Join;
import io.sluice.ledger.node.Entrance.Wait;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.Halt;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final UUID IMAGES = UUID.randomUUID();
  private static Database database;

  private final Nodes first = new Nodes(database, TIMEOUT);
  private final Nodes second = new Nodes(database, TIMEOUT);

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void noNodes() {
    execute("DELETE FROM sluice.node");
    execute("UPDATE sluice.cluster SET image_dir = NULL");
  }

  private static void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  private void silentFor(int seconds) {
    execute("UPDATE sluice.node SET last_seen = now() - interval '%d seconds'".formatted(seconds));
  }

  private static Nodes.Entry alone() {
    return new Nodes.Entry(Optional.empty(), 0, IMAGES);
  }

  private static Nodes.Entry at(String address) {
    return new Nodes.Entry(Optional.of(address), address.hashCode(), IMAGES);
  }

  private static Set<Life> lives(String... addresses) {
    return Stream.of(addresses)
        .map(address -> new Life(address, address.hashCode()))
        .collect(Collectors.toSet());
  }

  private static EntryRefusedException refusal(Nodes nodes, Nodes.Entry entry) {
    return catchThrowableOfType(EntryRefusedException.class, () -> nodes.enter(entry));
  }

  private static String state(Nodes node) {
    return TestDatabase.query(
            database.address(),
            "SELECT state FROM sluice.node WHERE id = '%s'".formatted(node.id()))
        .get(0)
        .get(0);
  }

  private static boolean renew(Nodes node) {
    return node.renew(NodeLoad.NONE);
  }

  @Test
  void the_first_founds_and_the_next_join_it() {
    assertThat(first.enter(at("127.0.0.1:1"))).isEqualTo(new First(false));
    assertThat(second.enter(at("127.0.0.2:1"))).isEqualTo(new Join(List.of("127.0.0.1:1")));
    assertThat(state(first)).isEqualTo("up");
    assertThat(state(second)).isEqualTo("joining");
    assertThat(second.up(at("127.0.0.2:1").among(lives("127.0.0.1:1"))))
        .isEqualTo(new Entrance.In(false));
    var third = (Join) new Nodes(database, TIMEOUT).enter(at("127.0.0.3:1"));
    assertThat(third.addresses()).containsExactlyInAnyOrder("127.0.0.1:1", "127.0.0.2:1");
  }

  @Test
  void one_that_needs_the_database_for_itself_is_refused_and_learns_by_whom() {
    first.enter(at("127.0.0.1:1"));
    assertThat(refusal(second, alone()))
        .hasMessageStartingWith(
            "other nodes use this database: process " + ProcessHandle.current().pid() + " on ");
    assertThat(renew(first)).isTrue();
    assertThat(renew(second)).isFalse();
  }

  @Test
  void one_that_has_the_database_for_itself_keeps_others_out() {
    assertThat(first.enter(alone())).isEqualTo(new First(false));
    assertThat(refusal(second, at("127.0.0.2:1")).others())
        .singleElement()
        .extracting(NodeRow::state)
        .isEqualTo(NodeRow.State.ALONE);
  }

  @Test
  void a_node_with_other_images_is_refused() {
    first.enter(at("127.0.0.1:1"));
    var elsewhere = new Nodes.Entry(Optional.of("127.0.0.2:1"), 1, UUID.randomUUID());
    assertThat(refusal(second, elsewhere))
        .hasMessageStartingWith("IMAGE_DIR is not the directory that the other nodes use (process");
    assertThat(second.enter(at("127.0.0.2:1"))).isInstanceOf(Join.class);
  }

  @Test
  void the_first_node_may_bring_other_images_and_is_told() {
    first.enter(at("127.0.0.1:1"));
    first.leave();
    var elsewhere = new Nodes.Entry(Optional.of("127.0.0.2:1"), 1, UUID.randomUUID());
    assertThat(second.enter(elsewhere)).isEqualTo(new First(true));
    second.leave();
    assertThat(new Nodes(database, TIMEOUT).enter(elsewhere)).isEqualTo(new First(false));
  }

  @Test
  void two_nodes_with_one_address_are_told() {
    first.enter(at("127.0.0.1:1"));
    assertThat(second.enter(at("127.0.0.1:1"))).as("it may be dead").isInstanceOf(Wait.class);
    renew(first);
    assertThat(refusal(second, at("127.0.0.1:1")))
        .hasMessageStartingWith("another node has this one's address: process")
        .hasMessageEndingWith(": set another NODE_HOST or NODE_PORT");
  }

  @Test
  void loopback_of_another_machine_is_told() {
    first.enter(at("127.0.0.1:1"));
    execute("UPDATE sluice.node SET host = 'elsewhere'");
    assertThat(refusal(second, at("10.0.0.2:1"))).hasMessageContaining("set NODE_HOST");
  }

  @Test
  void one_that_is_silent_is_given_up_only_when_it_says_nothing_while_another_listens()
      throws InterruptedException {
    var patience = Duration.ofMillis(200);
    var listener = new Nodes(database, patience);
    first.enter(at("127.0.0.1:1"));
    silentFor(3600);
    var entrance = listener.enter(at("127.0.0.2:1"));
    assertThat(entrance).isInstanceOf(Wait.class);
    assertThat(renew(first)).as("after an outage of the database it is there again").isTrue();
    // However late this one looks.
    silentFor(-3600);
    assertThat(listener.enter(at("127.0.0.2:1"))).isInstanceOf(Join.class);

    silentFor(3600);
    while (listener.enter(at("127.0.0.2:1")) instanceof Wait) {
      Thread.sleep(20);
    }
    assertThat(state(listener)).isEqualTo("up");
    assertThat(state(first)).isEqualTo("down");
    assertThat(renew(first)).isFalse();
  }

  @Test
  void what_this_node_could_not_read_for_a_while_counts_as_no_silence() {
    var patience = Duration.ofMillis(1);
    var listener = new Nodes(database, patience);
    first.enter(at("127.0.0.1:1"));
    silentFor(3600);
    assertThat(listener.enter(at("127.0.0.2:1"))).isInstanceOf(Wait.class);
    execute("ALTER TABLE sluice.node RENAME TO away");
    assertThatThrownBy(() -> listener.enter(at("127.0.0.2:1")))
        .isInstanceOf(DatabaseException.class);
    execute("ALTER TABLE sluice.away RENAME TO node");
    assertThat(listener.enter(at("127.0.0.2:1"))).as("listens anew").isInstanceOf(Wait.class);
  }

  @Test
  void one_that_leaves_is_waited_for() {
    first.enter(at("127.0.0.1:1"));
    first.leaving();
    assertThat(second.enter(at("127.0.0.2:1"))).isInstanceOf(Wait.class);
    first.leave();
    assertThat(second.enter(at("127.0.0.2:1"))).isEqualTo(new First(false));
    assertThat(state(first)).isEqualTo("left");
  }

  @Test
  void a_heartbeat_carries_what_the_node_does() {
    first.enter(at("127.0.0.1:1"));
    var channels = new PlacesInUse(4, List.of(7L, 9L), List.of(11L));
    var chunks = new PlacesInUse(2, List.of(12L), List.of(14L, 13L));
    var load = new NodeLoad(channels, chunks, 1.5, 0.25, 1 << 20, 1L << 33);
    assertThat(first.renew(load)).isTrue();
    assertThat(new NodeList(database).live())
        .singleElement()
        .extracting(NodeRow::load)
        .isEqualTo(load);
  }

  @Test
  void the_first_reason_of_an_end_stands() {
    first.enter(at("127.0.0.1:1"));
    second.enter(at("127.0.0.2:1"));
    first.end(first.id(), NodeRow.State.DOWN, "an operator said so");
    int uid = "127.0.0.1:1".hashCode();
    assertThat(second.endAt("127.0.0.1:1", uid, NodeRow.State.DOWN, "not heard of"))
        .isEqualTo("an operator said so");
  }

  @Test
  void the_clock_is_the_databases() {
    first.enter(at("127.0.0.1:1"));
    assertThat(first.wasRenewedWithin(Duration.ofMinutes(1))).isTrue();
    assertThat(second.wasRenewedWithin(Duration.ofMinutes(1))).isFalse();
    assertThat(Duration.between(first.clock().instant(), Instant.now()).abs())
        .as("of the same machine")
        .isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void a_process_of_this_host_that_is_dead_does_not_block() throws Exception {
    first.enter(at("127.0.0.1:1"));
    execute("UPDATE sluice.node SET process = " + pidOfADeadProcess());
    assertThat(second.enter(at("127.0.0.1:1"))).isEqualTo(new First(false));
  }

  /** As after kill -9 under a parent that has not noticed yet. */
  @Test
  void a_dead_process_that_still_has_its_number_does_not_block() throws Exception {
    first.enter(alone());
    // What the shell started belongs to a sleep now, which asks for nobody's exit code.
    var parent = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
    try (var out = parent.inputReader()) {
      long dead = Long.parseLong(out.readLine());
      var process = ProcessHandle.of(dead).orElseThrow();
      var started = process.info().startInstant().orElseThrow();
      execute(
          "UPDATE sluice.node SET process = %d, process_started = '%s'"
              .formatted(dead, started.truncatedTo(ChronoUnit.MILLIS)));
      assertThat(refusal(second, alone()).others()).as("while it lives").hasSize(1);
      process.destroyForcibly();
      var stat = Path.of("/proc/" + dead + "/stat");
      while (!Files.readString(stat).contains(") Z ")) {
        Thread.onSpinWait();
      }
      assertThat(second.enter(alone())).isInstanceOf(First.class);
    } finally {
      parent.destroyForcibly();
    }
  }

  private static long pidOfADeadProcess() throws IOException, InterruptedException {
    var process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  @Test
  void another_process_that_has_got_its_number_does_not_block() {
    first.enter(alone());
    execute("UPDATE sluice.node SET process_started = process_started - interval '1 hour'");
    assertThat(second.enter(alone())).isEqualTo(new First(false));
  }

  @Test
  void of_a_process_of_another_host_or_container_only_its_heartbeat_tells() throws Exception {
    for (var other : List.of("host = 'elsewhere'", "process_space = 'another container'")) {
      noNodes();
      first.enter(alone());
      execute("UPDATE sluice.node SET process = %d, %s".formatted(pidOfADeadProcess(), other));
      assertThat(refusal(second, alone()).others()).hasSize(1);
    }
  }

  @Test
  void one_that_was_refused_does_not_take_the_other_with_it_when_it_leaves() {
    first.enter(alone());
    refusal(second, alone());
    second.leave();
    assertThat(renew(first)).isTrue();
  }

  @Test
  void of_eight_that_enter_at_once_one_founds_and_all_others_join_it() throws Exception {
    int many = 8;
    var together = new CyclicBarrier(many);
    var threads = Executors.newFixedThreadPool(many);
    var databases = new ArrayList<Database>();
    var entering = new ArrayList<Future<Entrance>>();
    var entrances = new ArrayList<Entrance>();
    try {
      for (int i = 0; i < many; i++) {
        var own = TestDatabase.open(database.address());
        var entry = at("127.0.0.1:" + (i + 1));
        databases.add(own);
        entering.add(
            threads.submit(
                () -> {
                  together.await();
                  return enterAtLast(new Nodes(own, TIMEOUT), entry);
                }));
      }
      for (var entrance : entering) {
        entrances.add(entrance.get());
      }
    } finally {
      threads.shutdownNow();
      databases.forEach(Database::close);
    }
    assertThat(entrances).filteredOn(First.class::isInstance).hasSize(1);
    assertThat(entrances).filteredOn(Join.class::isInstance).hasSize(many - 1);
  }

  /** As nodes do it: whoever finds the lock taken for too long asks again. */
  private static Entrance enterAtLast(Nodes nodes, Nodes.Entry entry) {
    while (true) {
      try {
        return nodes.enter(entry);
      } catch (DatabaseException e) {
        if (!e.isOutage()) {
          throw e;
        }
      }
    }
  }

  @Test
  void one_that_others_took_for_dead_has_no_say_about_them() {
    first.enter(at("127.0.0.1:1"));
    second.enter(at("127.0.0.2:1"));
    first.end(second.id(), NodeRow.State.DOWN, "not heard of");
    second.endAt("127.0.0.1:1", "127.0.0.1:1".hashCode(), NodeRow.State.DOWN, "not heard of");
    assertThat(state(first)).isEqualTo("up");
  }

  /** Each side of a broken cluster that has decided to go on notes the end of the other. */
  @Test
  void of_two_that_end_each_other_at_once_one_goes_on() throws Exception {
    try (var halt = new Halt(database.address(), "FOR UPDATE", Halt.Point.AFTER);
        var way = TestDatabase.open(halt.to(database.address()))) {
      var slow = new Nodes(way, TIMEOUT);
      slow.enter(at("127.0.0.1:1"));
      first.enter(at("127.0.0.2:1"));
      first.up(at("127.0.0.2:1").among(lives("127.0.0.1:1")));
      halt.arm();
      var one = CompletableFuture.supplyAsync(() -> end(slow, "127.0.0.2:1"));
      assertThat(halt.isReached()).isTrue();
      var other = CompletableFuture.supplyAsync(() -> end(first, "127.0.0.1:1"));
      while (!other.isDone() && !someoneWaits()) {
        Thread.sleep(20);
      }
      halt.thaw();
      assertThat(one.get(1, TimeUnit.MINUTES)).isEqualTo("not heard of");
      assertThat(other.get(1, TimeUnit.MINUTES)).isEqualTo("not heard of");
      assertThat(List.of(state(slow), state(first))).containsExactly("up", "down");
    }
  }

  private static String end(Nodes by, String address) {
    return by.endAt(address, address.hashCode(), NodeRow.State.DOWN, "not heard of");
  }

  private static boolean someoneWaits() {
    return TestDatabase.count(
            database.address(),
            "SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
        > 0;
  }
}
