package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.ledger.channel.ChannelStore;
import io.sluice.ledger.channel.ChannelWrite;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.channel.Message;
import io.sluice.ledger.channel.Removal;
import io.sluice.ledger.node.EntryRefusedException;
import io.sluice.ledger.node.Leases;
import io.sluice.ledger.node.Nodes;
import io.sluice.persistence.BegunLog;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.Halt.Point;
import io.sluice.persistence.InstalledServer;
import io.sluice.persistence.Sql;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that is frozen between two statements, or within one, holds its locks for so long and
 * no longer: another one does the same, and the frozen one has done nothing. All of it at once,
 * since it takes seconds.
 */
class FrozenClientTest {
  private static final int KNOWS_HALF_SENT = 17;
  private static final String ENDS_THEM = "io.sluice.persistence.FrozenClients";

  private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

  private static Successions ours;
  private static Optional<InstalledServer> server = Optional.empty();
  private static Successions older;
  private static Successions withoutRight;
  private static CompletableFuture<Void> told;

  /**
   * When the server or a successor ends who is silent, and some more for a busy machine; less than
   * the minute after which the server ends whatever lasts so long.
   */
  private enum Limit {
    WORK(10 + 35),
    CONTROL(5 + 35),
    WAITED_FOR(20 + 35);

    private final Duration time;

    Limit(int seconds) {
      time = Duration.ofSeconds(seconds);
    }
  }

  /** Where one may be frozen, with a part of the statement and how long it may hold. */
  private enum Moment {
    RUN_TAKEN(FrozenClientTest::begin, "INSERT INTO sluice.run", Point.AFTER, Limit.WORK),
    NODE_SEEN(FrozenClientTest::begin, "SELECT state FROM", Point.AFTER, Limit.WORK),
    FIRST_LOOK(FrozenClientTest::takeOver, "FROM sluice.node", Point.AFTER, Limit.WORK),
    RUN_ENDED(FrozenClientTest::end, "deaths = 0 WHERE", Point.AFTER, Limit.WORK),
    RUN_ABANDONED(FrozenClientTest::abandon, "running = false WHERE", Point.AFTER, Limit.WORK),
    BATCH(FrozenClientTest::store, "INSERT INTO sluice.message", Point.AFTER, Limit.WORK),
    REMOVAL(FrozenClientTest::remove, "LOCK TABLE sluice.doomed_file", Point.AFTER, Limit.WORK),
    NEW_CHANNEL(FrozenClientTest::name, "INSERT INTO sluice.channel", Point.AFTER, Limit.WORK),
    EVENT(FrozenClientTest::write, "sluice.event_journal", Point.AFTER, Limit.WORK),
    LEASE(FrozenClientTest::lease, "INSERT INTO sluice.lease", Point.AFTER, Limit.CONTROL),
    ENTERED(FrozenClientTest::enter, "sluice.cluster FOR UPDATE", Point.AFTER, Limit.CONTROL),
    HALF_A_LOOK(
        FrozenClientTest::begin, "SELECT state FROM", Point.WITHIN_PARAMETERS, Limit.WAITED_FOR),
    HALF_A_BATCH(
        FrozenClientTest::store, "sluice.message", Point.WITHIN_PARAMETERS, Limit.WAITED_FOR),
    EVENT_ALONE(FrozenClientTest::writeAlone, "event_journal", Point.BEFORE_SYNC, Limit.WAITED_FOR),
    HALF_AN_ENTRY(
        FrozenClientTest::enter, "FROM sluice.node", Point.WITHIN_PARAMETERS, Limit.CONTROL);

    private final Successions.Act act;
    private final String statement;
    private final Point point;
    private final Limit limit;

    Moment(Successions.Act act, String statement, Point point, Limit limit) {
      this.act = act;
      this.statement = statement;
      this.point = point;
      this.limit = limit;
    }

    void startOn(Successions successions, Limit anotherLimit) {
      successions.start(name(), act, statement, point, anotherLimit.time);
    }
  }

  @BeforeAll
  static void freezeAll() {
    LOG.start();
    BegunLog.of(ENDS_THEM).addAppender(LOG);
    ours = new Successions(TestDatabase.withSchema());
    for (var moment : Moment.values()) {
      moment.startOn(ours, moment.limit);
    }
    server = InstalledServer.before(KNOWS_HALF_SENT);
    server.ifPresent(
        it -> {
          older = new Successions(it.address());
          Moment.RUN_TAKEN.startOn(older, Limit.WORK);
          Moment.HALF_A_BATCH.startOn(older, Limit.WAITED_FOR);
          Moment.HALF_AN_ENTRY.startOn(older, Limit.WAITED_FOR);
        });
    withoutRight = withoutRight();
    Moment.HALF_A_LOOK.startOn(withoutRight, Limit.WAITED_FOR);
    told =
        CompletableFuture.runAsync(
            FrozenClientTest::goOnWhenTold, task -> new Thread(task).start());
  }

  /** At once, whichever test comes first: the server ends after a minute what nobody else may. */
  private static void goOnWhenTold() {
    Waiting.until("told of the right", () -> lines().anyMatch(FrozenClientTest::tellsOfTheRight));
    withoutRight.assertBothGetThrough(Moment.HALF_A_LOOK.name());
  }

  private static Stream<ILoggingEvent> lines() {
    synchronized (LOG) {
      return List.copyOf(LOG.list).stream();
    }
  }

  private static Successions withoutRight() {
    var owner = TestDatabase.withSchema();
    TestDatabase.open(owner).close();
    TestDatabase.execute(
        owner,
        """
        CREATE ROLE guest LOGIN PASSWORD 'guest';
        GRANT ALL ON SCHEMA sluice TO guest;
        GRANT ALL ON ALL TABLES IN SCHEMA sluice TO guest;
        GRANT ALL ON ALL SEQUENCES IN SCHEMA sluice TO guest
        """);
    return new Successions(
        new DatabaseAddress(owner.host(), owner.name(), "guest", "guest", ""), owner);
  }

  @AfterAll
  static void close() {
    BegunLog.of(ENDS_THEM).detachAppender(LOG);
    ours.close();
    withoutRight.close();
    if (older != null) {
      older.close();
    }
    server.ifPresent(InstalledServer::close);
  }

  @ParameterizedTest
  @EnumSource
  void what_a_frozen_process_holds_is_free_again_within_the_limit(Moment moment) throws Exception {
    ours.assertSucceeded(moment.name());
  }

  @ParameterizedTest
  @EnumSource(names = {"RUN_TAKEN", "HALF_A_BATCH", "HALF_AN_ENTRY"})
  void a_server_that_knows_no_limit_of_a_transaction_is_helped_by_the_successor(Moment moment)
      throws Exception {
    assumeTrue(older != null, "needs a PostgreSQL 13 to 16 of Debian");
    older.assertSucceeded(moment.name());
  }

  @Test
  void a_successor_without_the_right_to_end_it_says_so_and_waits() throws Exception {
    told.get(5, TimeUnit.MINUTES);
    assertThat(
            TestDatabase.query(
                withoutRight.database().address(), "SELECT epoch, deaths FROM sluice.run"))
        .containsExactly(List.of("2", "1"));
  }

  private static boolean tellsOfTheRight(ILoggingEvent event) {
    return event
        .getFormattedMessage()
        .matches(
            "Process \\d+ of the database's server, a connection of postgres,"
                + " holds locks .* GRANT pg_signal_backend to it, .*");
  }

  /** A node's row of its own for whoever does that. */
  private static UUID node(Database on, String name) {
    var id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    TestDatabase.execute(
        on.address(),
        """
        INSERT INTO sluice.node (id, state, host, process, process_started)
        VALUES ('%s', 'alone', 'elsewhere', 1, now()) ON CONFLICT DO NOTHING
        """
            .formatted(id));
    return id;
  }

  private static Fence begin(Database on, String name) {
    return new Runs(on, node(on, name)).begin(name).fence();
  }

  /** The frozen one begins, and its successor takes it for dead before it begins itself. */
  private static void takeOver(Database on, String name) {
    var dead = node(on, name);
    if (on == ours.database()) {
      TestDatabase.execute(
          on.address(), "UPDATE sluice.node SET state = 'down' WHERE id = '" + dead + "'");
      new Runs(on, node(on, "successor")).begin(name);
    } else {
      new Runs(on, dead).begin(name);
    }
  }

  /** The run that the first who comes begins is the case's. */
  private static Fence fence(Database on, String name) {
    return TestDatabase.count(
                on.address(), "SELECT count(*) FROM sluice.run WHERE entity = '" + name + "'")
            == 0
        ? begin(on, name)
        : new Fence(name, 1);
  }

  private static void end(Database on, String name) {
    var fence = fence(on, name);
    new Runs(on, node(on, name)).end(fence);
  }

  private static void abandon(Database on, String name) {
    var fence = fence(on, name);
    new Runs(on, node(on, name)).abandon(fence);
  }

  private static void store(Database on, String name) {
    var message =
        new Message(
            1, "message", Instant.EPOCH, null, "Ann", "user1", name, null, null, null, null, null);
    var fence = fence(on, name);
    var channel = new Channels(on).named(name, name).id();
    new ChannelStore(on)
        .store(
            fence,
            new ChannelWrite(channel, "none", List.of(message), List.of(), Optional.empty()));
  }

  private static void remove(Database on, String name) {
    new Removal(on, new Runs(on, node(on, name)), file -> {})
        .purge(new Channels(on).named(name, name).id(), name);
  }

  private static void name(Database on, String name) {
    new Channels(on).named(name, name);
  }

  private static void lease(Database on, String name) {
    new Leases(on, node(on, name)).acquire(name, Duration.ofSeconds(5));
  }

  /** Is refused, since others have the database to themselves; but only when it has its lock. */
  private static void enter(Database on, String name) {
    node(on, name);
    var entry = new Nodes.Entry(Optional.of("127.0.0.1:1"), 1, UUID.randomUUID());
    var refused = catchThrowable(() -> new Nodes(on, Duration.ofMinutes(1)).enter(entry));
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
