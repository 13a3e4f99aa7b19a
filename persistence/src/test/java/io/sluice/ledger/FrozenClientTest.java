package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.Halt;
import io.sluice.persistence.Halt.Point;
import io.sluice.persistence.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that is frozen between two statements, or within one, holds its locks for so long and
 * no longer: another one does the same, and the frozen one has done nothing. All of it at once,
 * since it takes seconds.
 */
class FrozenClientTest {
  private static final Executor THREAD = task -> new Thread(task).start();

  /** When the server or a successor ends who is silent, and some more for a busy machine. */
  private static final Duration WORK = Duration.ofSeconds(10 + 10);

  private static final Duration CONTROL = Duration.ofSeconds(5 + 10);
  private static final Duration HALF_SENT_WORK = Duration.ofSeconds(20 + 10);

  private static final Map<String, Case> CASES = new LinkedHashMap<>();
  private static Database database;
  private static UUID node;
  private static UUID dead;
  private static long channel;

  /** What a process does, of which each case has its own rows. */
  private interface Act {
    void run(Database on, String name) throws SQLException;
  }

  /** One that falls silent, and one that comes after it. */
  private static final class Case {
    private final Halt halt;
    private final Database frozen;
    private final Duration limit;
    private final CompletableFuture<Throwable> failure;
    private final CompletableFuture<Duration> waited;

    Case(String name, Act act, String statement, Point point, Duration limit) {
      this.limit = limit;
      halt = new Halt(database.address(), statement, point);
      frozen = TestDatabase.open(halt.to(database.address()));
      halt.arm();
      failure =
          CompletableFuture.supplyAsync(() -> catchThrowable(() -> act.run(frozen, name)), THREAD);
      waited = CompletableFuture.supplyAsync(() -> succeed(act, name), THREAD);
    }

    private Duration succeed(Act act, String name) {
      try {
        assertThat(halt.isReached()).as(name).isTrue();
        long since = System.nanoTime();
        while (!goesThrough(act, name)) {
          assertThat(System.nanoTime() - since).isLessThan(Duration.ofSeconds(60).toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - since);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static boolean goesThrough(Act act, String name) {
      try {
        act.run(database, name);
        return true;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      } catch (DatabaseException e) {
        if (e.isOutage()) {
          return false;
        }
        throw e;
      }
    }

    void close() {
      frozen.close();
      halt.close();
    }
  }

  @BeforeAll
  static void freezeAll() {
    database = TestDatabase.open();
    dead = LoneNode.in(database);
    node = UUID.randomUUID();
    TestDatabase.execute(
        database.address(),
        """
        INSERT INTO sluice.node (id, state, host, process, process_started)
        SELECT '%s', state, host, process, process_started FROM sluice.node
        """
            .formatted(node));
    channel = new Channels(database).named("known", "Known").id();
    between("a run begins", FrozenClientTest::begin, "INSERT INTO sluice.run", WORK);
    between("a run looks", FrozenClientTest::begin, "SELECT state FROM sluice.node", WORK);
    between("who was taken for dead", FrozenClientTest::takeOver, "FROM sluice.node", WORK);
    between("a run ends", FrozenClientTest::end, "deaths = 0 WHERE", WORK);
    between("a run leaves", FrozenClientTest::leave, "running = false WHERE", WORK);
    between("a batch", FrozenClientTest::store, "INSERT INTO sluice.message", WORK);
    between("a removal", FrozenClientTest::remove, "LOCK TABLE sluice.doomed_file", WORK);
    between("a new channel", FrozenClientTest::name, "INSERT INTO sluice.channel", WORK);
    between("an event", FrozenClientTest::write, "INSERT INTO sluice.event_journal", WORK);
    between("the lease", FrozenClientTest::lease, "INSERT INTO sluice.lease", CONTROL);
    between("who enters", FrozenClientTest::enter, "sluice.cluster FOR UPDATE", CONTROL);
    within(
        "a run looks, half sent",
        FrozenClientTest::begin,
        "SELECT state FROM sluice.node",
        HALF_SENT_WORK);
    within("a batch, half sent", FrozenClientTest::store, "sluice.message", HALF_SENT_WORK);
    within("who enters, half sent", FrozenClientTest::enter, "FROM sluice.node", CONTROL);
    var name = "an event, not in a transaction";
    put(name, FrozenClientTest::writeAlone, "event_journal", Point.BEFORE_SYNC, HALF_SENT_WORK);
  }

  private static void between(String name, Act act, String statement, Duration limit) {
    put(name, act, statement, Point.AFTER, limit);
  }

  private static void within(String name, Act act, String statement, Duration limit) {
    put(name, act, statement, Point.WITHIN_PARAMETERS, limit);
  }

  private static void put(String name, Act act, String statement, Point point, Duration limit) {
    CASES.put(name, new Case(name, act, statement, point, limit));
  }

  @AfterAll
  static void thaw() {
    CASES.values().forEach(Case::close);
    database.close();
  }

  static Set<String> cases() {
    return CASES.keySet();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void what_a_frozen_process_holds_is_free_again_within_the_limit(String name) throws Exception {
    var one = CASES.get(name);
    assertThat(one.waited.get(120, TimeUnit.SECONDS)).isLessThan(one.limit);
    one.halt.thaw();
    assertThat(one.failure.get(10, TimeUnit.SECONDS))
        .isInstanceOfAny(DatabaseException.class, SQLException.class);
  }

  private static Fence begin(Database on, String name) {
    return new Runs(on, node).begin(name).fence();
  }

  /** The frozen one begins, and its successor takes it for dead before it begins itself. */
  private static void takeOver(Database on, String name) {
    if (on == database) {
      TestDatabase.execute(
          on.address(), "UPDATE sluice.node SET state = 'down' WHERE id = '" + dead + "'");
      begin(on, name);
    } else {
      new Runs(on, dead).begin(name);
    }
  }

  /** The run that the first who comes begins is the case's. */
  private static Fence fence(String name) {
    return TestDatabase.count(
                database.address(), "SELECT count(*) FROM sluice.run WHERE entity = '" + name + "'")
            == 0
        ? begin(database, name)
        : new Fence(name, 1);
  }

  private static void end(Database on, String name) {
    new Runs(on, node).end(fence(name));
  }

  private static void leave(Database on, String name) {
    new Runs(on, node).leave(fence(name));
  }

  private static void store(Database on, String name) {
    var message =
        new Message(
            1, "message", Instant.EPOCH, null, "Ann", "user1", name, null, null, null, null, null);
    new Batches(on)
        .store(
            fence(name), new Batch(channel, "none", List.of(message), List.of(), Optional.empty()));
  }

  private static void remove(Database on, String name) {
    new Removal(on, file -> {}).purge(new Channels(database).named(name, name).id(), name);
  }

  private static void name(Database on, String name) {
    new Channels(on).named(name, name);
  }

  private static void lease(Database on, String name) {
    new Leases(on, node).acquire(name, Duration.ofSeconds(5));
  }

  private static void enter(Database on, String name) {
    var refused =
        catchThrowable(
            () ->
                new Nodes(on, Duration.ofMinutes(1))
                    .enter(new Nodes.Entry(Optional.of("127.0.0.1:1"), 1, UUID.randomUUID())));
    if (refused instanceof DatabaseException e) {
      throw e;
    }
    assertThat(refused).isInstanceOf(EntryRefusedException.class);
  }

  /** As the journal does it. */
  private static void write(Database on, String name) throws SQLException {
    write(on, name, false);
  }

  private static void writeAlone(Database on, String name) throws SQLException {
    write(on, name, true);
  }

  private static void write(Database on, String name, boolean alone) throws SQLException {
    try (var connection = on.workPool().getConnection()) {
      connection.setAutoCommit(alone);
      Sql.update(
          connection,
          """
          INSERT INTO sluice.event_journal
            (persistence_id, sequence_number, writer, event_ser_id, event_ser_manifest,
             event_payload)
          VALUES (?, 1, 'test', 1, '', '')
          """,
          name);
      if (!alone) {
        connection.commit();
      }
    }
  }
}
