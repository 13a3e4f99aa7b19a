package io.sluice.ledger.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.ledger.Fence;
import io.sluice.ledger.FencedException;
import io.sluice.ledger.RunStart;
import io.sluice.ledger.Runs;
import io.sluice.ledger.node.LoneNode;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.Halt;
import io.sluice.persistence.Halt.Point;
import io.sluice.persistence.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows, counters, what became of photos and cursor move together or not at all, at whichever
 * statement of a batch or a removal something goes wrong.
 */
class AllOrNothingTest {
  private static final Executor THREAD = task -> new Thread(task).start();
  private static final String FROZEN = "frozen";
  private static Database database;
  private static DatabaseAddress address;
  private static Runs runs;

  private final Channels channels = new Channels(database);
  private final String name = UUID.randomUUID().toString();
  private final long channel = channels.named(name, "A").id();
  private final String entity = "channel-" + channel;
  private final String spared = "images/a.%d/spared.jpg".formatted(channel);
  private Fence fence;

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
    address = database.address();
    runs = new Runs(database, LoneNode.in(database));
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void storeBefore() {
    fence = runs.begin(entity).fence();
    store(database, before());
    execute(
        """
        INSERT INTO sluice.doomed_file (path, hash, channel_id) VALUES ('%s', '\\x01', 0);
        UPDATE sluice.run SET deaths = 7 WHERE entity = '%s'
        """
            .formatted(spared, entity));
  }

  @AfterEach
  void refuseNothing() {
    execute("DROP FUNCTION IF EXISTS refuse CASCADE");
  }

  private static void execute(String sql) {
    TestDatabase.execute(address, sql);
  }

  private static Message message(long id, String text, Instant edited, long views) {
    var details = new Message.Details(2, false, null, views, "" + views, "{\"poll\": {}}");
    return new Message(
        id, "message", null, edited, null, null, text, null, null, null, null, null, details);
  }

  private static Photo photo(String id, PhotoOutcome outcome, String path) {
    var file = path == null ? null : new StoredFile(path, 4, 3, 50);
    return new Photo(id, 1, outcome, null, file, 100, new byte[] {1});
  }

  private ChannelWrite batch(int cursor, List<Message> messages, List<Photo> photos) {
    var reach = new Reach(cursor, cursor / 10.0, "[]");
    var advance =
        new ChannelWrite.Advance(
            "{\"at\": %d}".formatted(cursor),
            messages.size(),
            reach,
            ChannelWrite.PassedOver.NONE,
            new ChannelWrite.Sifted(Map.of("short", 1L), Map.of()));
    return new ChannelWrite(channel, "telegram-web", messages, photos, Optional.of(advance));
  }

  private ChannelWrite before() {
    return batch(
        1, List.of(message(1, "first", null, 5)), List.of(photo("1", PhotoOutcome.MISSING, null)));
  }

  /**
   * Has a statement of each kind to do: a new row and an old one of each table, a file to spare.
   */
  private ChannelWrite next() {
    return batch(
        2,
        List.of(message(1, "edited", Instant.EPOCH, 9), message(2, "second", null, 1)),
        List.of(photo("1", PhotoOutcome.STORED, spared), photo("2", PhotoOutcome.CORRUPT, null)));
  }

  private void store(Database on, ChannelWrite batch) {
    new ChannelStore(on).store(fence, batch);
  }

  /** All rows that a batch or a removal writes, as they are, but for those of runs. */
  private static List<List<String>> rows() {
    return Stream.of(
            "channel",
            "message",
            "photo",
            "photo_count",
            "tally",
            "left_out",
            "doomed_file",
            "event_journal")
        .flatMap(
            table ->
                TestDatabase.query(
                    address,
                    "SELECT '%1$s', row::text FROM sluice.%1$s AS row ORDER BY 2".formatted(table))
                    .stream())
        .toList();
  }

  /** Where the channel's run stands: its cursor, and how often it died. */
  private List<String> run() {
    return TestDatabase.query(
            address,
            "SELECT cursor ->> 'at', deaths FROM sluice.run WHERE entity = '%s'".formatted(entity))
        .get(0);
  }

  private void assertAllStored(int deaths) {
    assertThat(run()).containsExactly("2", "" + deaths);
    assertThat(
            TestDatabase.query(
                address,
                """
                SELECT
                  (SELECT string_agg(text || views, ' ' ORDER BY id) FROM sluice.message
                    WHERE channel_id = %1$d),
                  (SELECT string_agg(outcome, ' ' ORDER BY id) FROM sluice.photo
                    WHERE channel_id = %1$d),
                  (SELECT count(*) FROM sluice.doomed_file WHERE path = '%2$s'), newest
                FROM sluice.channel WHERE id = %1$d
                """
                    .formatted(channel, spared)))
        .containsExactly(List.of("edited9 second1", "stored corrupt", "0", "2"));
    assertThat(WrongCounters.in(address)).isEmpty();
  }

  private void refuse(String when, String table) {
    execute(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'refused by the test'; END $$;
        CREATE TRIGGER refuse BEFORE %s ON sluice.%s FOR EACH ROW EXECUTE FUNCTION refuse()
        """
            .formatted(when, table));
  }

  @ParameterizedTest
  @CsvSource({
    "INSERT, message",
    "UPDATE OF text, message",
    "UPDATE OF views, message",
    "INSERT, photo",
    "UPDATE, photo",
    "UPDATE, channel",
    "INSERT, left_out",
    "INSERT, photo_count",
    "UPDATE, photo_count",
    "INSERT, tally",
    "UPDATE, tally",
    "UPDATE, run",
    "DELETE, doomed_file"
  })
  void a_row_that_is_refused_takes_all_of_its_batch_with_it(String when, String table) {
    var before = rows();
    var run = run();
    refuse(when, table);
    assertThatThrownBy(() -> store(database, next()))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("refused by the test");
    assertThat(rows()).isEqualTo(before);
    assertThat(run()).isEqualTo(run);
    refuseNothing();
    store(database, next());
    assertAllStored(0);
  }

  private static Stream<String> statements() {
    return Stream.of(
        "SELECT epoch FROM sluice.run",
        "INSERT INTO sluice.message",
        "UPDATE sluice.message",
        "SELECT id, outcome, retry FROM sluice.photo",
        "DELETE FROM sluice.doomed_file",
        "INSERT INTO sluice.photo AS",
        "UPDATE sluice.channel",
        "INSERT INTO sluice.photo_count",
        "INSERT INTO sluice.tally",
        "UPDATE sluice.run");
  }

  /** The batch as a process stores it that stops at a statement. */
  private final class Stopping implements AutoCloseable {
    private final Halt halt;
    private final Database own;
    private final CompletableFuture<Throwable> failure;

    Stopping(String statement, Point point) throws InterruptedException {
      halt = new Halt(address, statement, point);
      var to = halt.to(address);
      own =
          TestDatabase.open(
              new DatabaseAddress(
                  to.host(), to.name(), to.user(), to.password(), "ApplicationName=" + FROZEN));
      halt.arm();
      failure =
          CompletableFuture.supplyAsync(() -> catchThrowable(() -> store(own, next())), THREAD);
      assertThat(halt.isReached()).isTrue();
    }

    void loseConnection() throws Exception {
      execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s' AND application_name = '%s'"
              .formatted(address.name(), FROZEN));
      assertThat(failure.get(60, TimeUnit.SECONDS)).isInstanceOf(DatabaseException.class);
    }

    @Override
    public void close() {
      halt.close();
      own.close();
    }
  }

  @Test
  void of_a_batch_whose_commit_is_not_answered_all_is_stored_and_nothing_twice() throws Exception {
    try (var stopping = new Stopping("COMMIT", Point.BEFORE_SYNC)) {
      stopping.loseConnection();
    }
    assertAllStored(0);
    store(database, next());
    assertAllStored(0);
  }

  /** Begins when the batch is under way, and waits for its end. */
  private CompletableFuture<RunStart> successor() throws InterruptedException {
    var successor = CompletableFuture.supplyAsync(() -> runs.begin(entity), THREAD);
    await(() -> successor.isDone() || somebodyWaits());
    assertThat(successor).as("waits for the batch").isNotDone();
    return successor;
  }

  @ParameterizedTest
  @MethodSource("statements")
  void a_successor_begins_behind_all_of_a_batch_that_is_under_way(String statement)
      throws Exception {
    try (var stopping = new Stopping(statement, Point.AFTER)) {
      var successor = successor();
      stopping.halt.thaw();
      assertThat(stopping.failure.get(60, TimeUnit.SECONDS)).isNull();
      assertThat(successor.get(60, TimeUnit.SECONDS).cursor()).contains("{\"at\": 2}");
      assertAllStored(1);
    }
  }

  @ParameterizedTest
  @MethodSource("statements")
  void a_successor_begins_before_all_of_a_batch_whose_connection_is_lost(String statement)
      throws Exception {
    var before = rows();
    try (var stopping = new Stopping(statement, Point.AFTER)) {
      var successor = successor();
      stopping.loseConnection();
      assertThat(successor.get(60, TimeUnit.SECONDS).cursor()).contains("{\"at\": 1}");
      assertThatThrownBy(() -> store(database, next())).isInstanceOf(FencedException.class);
      assertThat(rows()).isEqualTo(before);
      assertThat(run()).containsExactly("1", "8");
      fence = successor.join().fence();
      store(database, next());
      assertAllStored(0);
    }
  }

  private static boolean somebodyWaits() {
    return TestDatabase.count(
            address,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = '%s' AND wait_event_type = 'Lock'"
                .formatted(address.name()))
        > 0;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long ends = System.nanoTime() + TimeUnit.SECONDS.toNanos(9);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(ends);
      Thread.sleep(10);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, photo",
    "INSERT, doomed_file",
    "UPDATE, doomed_file",
    "UPDATE, photo_count",
    "UPDATE, channel",
    "DELETE, message",
    "DELETE, event_journal",
    "UPDATE, left_out",
    "DELETE, left_out",
    "DELETE, photo_count",
    "DELETE, tally",
    "DELETE, channel_alias",
    "DELETE, run",
    "DELETE, channel"
  })
  void a_slice_of_a_removal_goes_as_a_whole_or_not_at_all(String when, String table) {
    store(database, next());
    execute(
        """
        INSERT INTO sluice.event_journal
          (persistence_id, sequence_number, writer, event_ser_id, event_ser_manifest,
           event_payload)
        SELECT 'channel|%d', nr, 'test', 33, 'io.sluice.channel.Channel$Removed', ''
        FROM generate_series(1, 2) AS nr
        """
            .formatted(channel));
    refuse(when, table);
    var deleted = new ArrayList<String>();
    var removal = new Removal(database, runs, deleted::add);
    assertThatThrownBy(() -> removal.purge(channel, entity))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("refused by the test");
    assertThat(WrongCounters.in(address)).isEmpty();
    boolean known =
        TestDatabase.count(
                address,
                "SELECT (SELECT count(*) FROM sluice.photo WHERE path = '%1$s') + (SELECT count(*) FROM sluice.doomed_file WHERE path = '%1$s')"
                    .formatted(spared))
            == 1;
    assertThat(known).as("somebody knows of its file").isTrue();
    assertThat(channels.known(name)).as("it is still known").isPresent();

    refuseNothing();
    removal.purge(channel, entity);
    assertThat(deleted).contains(spared);
    assertThat(channels.known(name)).isEmpty();
    assertThat(
            TestDatabase.query(
                address,
                """
                SELECT (SELECT count(*) FROM sluice.photo WHERE channel_id = %1$d),
                  (SELECT count(*) FROM sluice.message WHERE channel_id = %1$d),
                  (SELECT count(*) FROM sluice.photo_count WHERE channel_id = %1$d),
                  (SELECT count(*) FROM sluice.event_journal WHERE persistence_id = 'channel|%1$d')
                """
                    .formatted(channel)))
        .containsExactly(List.of("0", "0", "0", "1"));
  }
}
