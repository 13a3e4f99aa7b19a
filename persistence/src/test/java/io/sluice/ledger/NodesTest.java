package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
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
  }

  private static void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  private static List<String> ids() {
    return TestDatabase.query(database.address(), "SELECT id FROM sluice.node").stream()
        .map(row -> row.get(0))
        .toList();
  }

  private void silentFor(int seconds) {
    execute("UPDATE sluice.node SET last_seen = now() - interval '%d seconds'".formatted(seconds));
  }

  @Test
  void a_node_that_is_alone_joins() {
    assertThat(first.joinAlone()).isEmpty();
    assertThat(ids()).containsExactly(first.id().toString());
  }

  @Test
  void a_node_is_refused_while_another_is_alive_and_learns_which() {
    first.joinAlone();
    assertThat(second.joinAlone())
        .singleElement()
        .asString()
        .startsWith("process " + ProcessHandle.current().pid() + " on ");
    assertThat(ids()).containsExactly(first.id().toString());
    assertThat(first.renew()).isTrue();
    assertThat(second.renew()).isFalse();
  }

  @Test
  void a_node_that_was_silent_for_too_long_does_not_block_and_learns_that_it_lost() {
    first.joinAlone();
    silentFor(16);
    assertThat(second.joinAlone()).isEmpty();
    assertThat(first.renew()).isFalse();
    assertThat(second.renew()).isTrue();
    assertThat(ids()).containsExactly(second.id().toString());
  }

  @Test
  void a_heartbeat_keeps_a_node_alive() {
    first.joinAlone();
    silentFor(14);
    assertThat(first.renew()).isTrue();
    assertThat(
            TestDatabase.count(
                database.address(),
                "SELECT count(*) FROM sluice.node WHERE last_seen > now() - interval '5 seconds'"))
        .isOne();
    assertThat(second.joinAlone()).hasSize(1);
  }

  @Test
  void a_process_of_this_host_that_is_dead_does_not_block() throws Exception {
    first.joinAlone();
    execute("UPDATE sluice.node SET process = " + pidOfADeadProcess());
    assertThat(second.joinAlone()).isEmpty();
  }

  /** As after kill -9 under a parent that has not noticed yet. */
  @Test
  void a_dead_process_that_still_has_its_number_does_not_block() throws Exception {
    first.joinAlone();
    // What the shell started belongs to a sleep now, which asks for nobody's exit code.
    var parent = new ProcessBuilder("sh", "-c", "sleep 1 & echo $!; exec sleep 60").start();
    try (var out = parent.inputReader()) {
      long dead = Long.parseLong(out.readLine());
      var started = ProcessHandle.of(dead).orElseThrow().info().startInstant().orElseThrow();
      execute(
          "UPDATE sluice.node SET process = %d, process_started = '%s'"
              .formatted(dead, started.truncatedTo(ChronoUnit.MILLIS)));
      assertThat(second.joinAlone()).as("while it lives").hasSize(1);
      var stat = Path.of("/proc/" + dead + "/stat");
      while (!Files.readString(stat).contains(") Z ")) {
        Thread.onSpinWait();
      }
      assertThat(second.joinAlone()).isEmpty();
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
    first.joinAlone();
    execute("UPDATE sluice.node SET process_started = process_started - interval '1 hour'");
    assertThat(second.joinAlone()).isEmpty();
  }

  @Test
  void of_a_process_on_another_host_only_its_heartbeat_tells() throws Exception {
    first.joinAlone();
    execute("UPDATE sluice.node SET host = 'elsewhere', process = " + pidOfADeadProcess());
    assertThat(second.joinAlone()).singleElement().asString().contains(" on elsewhere");
  }

  @Test
  void a_node_that_leaves_makes_room() {
    first.joinAlone();
    first.leave();
    assertThat(ids()).isEmpty();
    assertThat(second.joinAlone()).isEmpty();
  }

  @Test
  void one_that_was_refused_does_not_take_the_other_with_it_when_it_leaves() {
    first.joinAlone();
    second.joinAlone();
    second.leave();
    assertThat(first.renew()).isTrue();
  }

  @Test
  void of_eight_that_join_at_once_one_gets_in() throws Exception {
    int many = 8;
    var together = new CyclicBarrier(many);
    var threads = Executors.newFixedThreadPool(many);
    var databases = new ArrayList<Database>();
    var joined = new ArrayList<Future<List<Nodes.Node>>>();
    var refusals = new ArrayList<List<Nodes.Node>>();
    try {
      for (int i = 0; i < many; i++) {
        var own = TestDatabase.open(database.address());
        databases.add(own);
        joined.add(
            threads.submit(
                () -> {
                  together.await();
                  return new Nodes(own, TIMEOUT).joinAlone();
                }));
      }
      for (var others : joined) {
        refusals.add(others.get());
      }
    } finally {
      threads.shutdownNow();
      databases.forEach(Database::close);
    }
    assertThat(refusals).filteredOn(List::isEmpty).hasSize(1);
    assertThat(ids()).hasSize(1);
  }
}
