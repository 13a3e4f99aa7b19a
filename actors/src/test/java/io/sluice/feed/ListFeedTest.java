package io.sluice.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.Fence;
import io.sluice.ledger.feed.DeadLetters;
import io.sluice.ledger.feed.FeedPhase;
import io.sluice.ledger.feed.FeedRow;
import io.sluice.ledger.feed.FeedTakings;
import io.sluice.persistence.Sql;
import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lists; {@link ListFeedOfVersion6Test} does the same with another Redis. */
@Timeout(90)
class ListFeedTest {
  private static final String LIST = "minio-events";
  private static final String TAKEN = LIST + ":processing:";

  @TempDir Path directory;
  private RedisServer redis;
  private FeedFixture fixture;

  @BeforeEach
  void start() throws IOException {
    redis = server(Files.createDirectory(directory.resolve("redis")));
    fixture = new FeedFixture(directory);
  }

  RedisServer server(Path place) {
    return RedisServer.start(place);
  }

  @AfterEach
  void stop() {
    fixture.close();
    redis.close();
  }

  private FeedRow feed() {
    return fixture.feed(redis.url(LIST));
  }

  private static String item(String name) {
    return "{\"operation\":\"upload\",\"filename\":\"%s\",\"already_stored\":true}".formatted(name);
  }

  private void push(int first, int count) {
    redis
        .ask()
        .rpush(
            LIST,
            IntStream.range(first, first + count)
                .mapToObj(number -> item("file-" + number))
                .toArray(String[]::new));
  }

  private void awaitSettled() {
    Waiting.until("nothing is left", () -> redis.length(LIST) == 0 && redis.taken(LIST) == 0);
  }

  private DeadLetters letters() {
    return new DeadLetters(fixture.ledger.database, fixture.ledger.node);
  }

  private long running() {
    return fixture.ledger.count(
        "SELECT count(*) FROM sluice.run WHERE running AND entity LIKE 'feed-%%'");
  }

  @Test
  void each_item_is_a_row_and_equal_ones_that_came_twice_are_two() {
    push(0, 2345);
    redis.ask().rpush(LIST, item("twin"), item("twin"));
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 2347);
    push(2345, 10);
    fixture.await(feed, row -> row.counts().stored() == 2357);
    awaitSettled();
    assertThat(fixture.events()).isEqualTo(2357);
    assertThat(fixture.ledger.count("SELECT count(DISTINCT filename) FROM sluice.file_events"))
        .isEqualTo(2356);
    fixture.await(feed, row -> row.standing() != null && row.standing().pending() == 0);
    assertThat(fixture.row(feed).standing().lag()).isZero();
    assertThat(fixture.row(feed).counts().duplicates()).isZero();
  }

  @Test
  void a_list_that_was_emptied_stays_one_and_nothing_is_left_beside_it() {
    push(0, 10);
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 10);
    fixture.feeds.set(feed.id(), FeedPhase.PAUSED);
    Waiting.until("no run", () -> running() == 0);
    assertThat(redis.ask().keys("*")).isEmpty();
    assertThat(fixture.ledger.count("SELECT count(*) FROM sluice.feed_taking")).isZero();
    fixture.feeds.set(feed.id(), FeedPhase.RUNNING);
    Waiting.until("a run", () -> running() == 1);
    push(10, 10);
    fixture.await(feed, row -> row.counts().stored() == 20);
  }

  @Test
  void a_list_may_be_named_before_there_is_one() {
    var feed = fixture.feed(redis.url(LIST) + "?type=list");
    fixture.read();
    Waiting.until("it is read", () -> !redis.ask().keys(TAKEN + "*").isEmpty());
    assertThat(redis.ask().type(LIST)).isEqualTo("none");
    push(0, 5);
    fixture.await(feed, row -> row.counts().stored() == 5);
  }

  @Test
  void a_stream_that_is_named_a_list_is_said() {
    redis.add(LIST, 0, 1);
    var feed = fixture.feed(redis.url(LIST) + "?type=list");
    fixture.read();
    assertThat(fixture.await(feed, row -> row.lastError() != null).lastError())
        .contains("has a stream named minio-events, and the address says that it is a list");
    redis.ask().del(LIST);
    push(0, 5);
    fixture.await(feed, row -> row.counts().stored() == 5 && row.lastError() == null);
  }

  /** As after a kill: what a dead run had taken, some of it stored already. */
  @Test
  void what_a_dead_run_had_taken_is_stored_once() {
    var feed = feed();
    push(0, 100);
    var first = fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 100);
    fixture.leave(first);
    var takings = new FeedTakings(fixture.ledger.database);
    long number = takings.begin(feed.streamId(), new Fence("feed-dead", 7));
    redis.ask().set(TAKEN + number + ":mark", "60");
    for (int i = 0; i < 60; i++) {
      redis
          .ask()
          .hset(TAKEN + number, "170000000000%d-%d.%d".formatted(i / 50, number, i), item("twin"));
    }
    var stored =
        fixture.ledger.count(
            """
            WITH added AS (
              INSERT INTO sluice.file_events (event_time, operation, filename, redis_message_id,
                stream_id)
              SELECT timestamptz 'epoch' + 1700000000000 * interval '1 millisecond', 'upload',
                'twin', '1700000000000-%d.' || i, %d
              FROM generate_series(0, 24) AS i RETURNING 1)
            SELECT count(*) FROM added
            """
                .formatted(number, feed.streamId()));
    assertThat(stored).isEqualTo(25);
    push(100, 10);
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 145 && row.counts().duplicates() == 25);
    awaitSettled();
    assertThat(fixture.events()).isEqualTo(170);
    // Who wakes up late takes nothing more, and nothing is lost so.
    push(110, 5);
    assertThat(redis.ask().exists(TAKEN + number + ":mark")).isZero();
    fixture.await(feed, row -> row.counts().stored() == 150);
    Waiting.until("forgotten", () -> takings.all(feed.streamId()).size() == 1);
  }

  private void execute(String sql) {
    fixture.ledger.database.transaction(connection -> Sql.update(connection, sql));
  }

  @Test
  void who_is_taken_over_before_he_takes_takes_nothing() {
    var feed = feed();
    push(0, 5);
    execute(
        """
        CREATE FUNCTION sluice.taken_over() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN DELETE FROM sluice.feed_taking WHERE number = NEW.number; RETURN NULL; END $$
        """);
    execute(
        """
        CREATE TRIGGER taken_over AFTER INSERT ON sluice.feed_taking FOR EACH ROW
        EXECUTE FUNCTION sluice.taken_over()
        """);
    fixture.read();
    assertThat(fixture.await(feed, row -> row.lastError() != null).lastError())
        .contains("was taken over before anything was taken under it");
    assertThat(redis.ask().llen(LIST)).isEqualTo(5);
    execute("DROP TRIGGER taken_over ON sluice.feed_taking");
    fixture.await(feed, row -> row.counts().stored() == 5);
    awaitSettled();
    Waiting.until("one mark", () -> redis.ask().keys(TAKEN + "*").size() == 1);
  }

  @Test
  void a_server_that_is_killed_and_started_again_costs_no_item() {
    push(0, 5000);
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() > 0);
    redis.kill();
    redis.start();
    push(5000, 100);
    fixture.await(feed, row -> row.counts().stored() == 5100);
    awaitSettled();
    assertThat(fixture.events()).isEqualTo(5100);
    assertThat(fixture.ledger.count("SELECT count(DISTINCT filename) FROM sluice.file_events"))
        .isEqualTo(5100);
  }

  @Test
  void all_that_is_flushed_away_begins_anew() {
    push(0, 100);
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 100);
    redis.ask().flushall();
    push(100, 100);
    fixture.await(feed, row -> row.counts().stored() == 200);
    assertThat(fixture.events()).isEqualTo(200);
    assertThat(fixture.row(feed).lastError()).isNull();
  }

  @Test
  void an_item_that_tells_no_event_becomes_a_dead_letter_and_is_tried_again() {
    redis
        .ask()
        .rpush(LIST, "no JSON", "{\"operation\":\"upload\",\"name\":\"right\"}", item("good"));
    var feed = feed();
    var first = fixture.read();
    fixture.await(feed, row -> row.counts().dead() == 2 && row.counts().stored() == 1);
    awaitSettled();
    assertThat(letters().page(feed.id(), "", 10))
        .extracting(DeadLetters.Row::detail)
        .containsExactly("it has no operation", "it has no filename");
    assertThat(redis.ask().xlen(LIST + ":dead")).isEqualTo(2);
    fixture.leave(first);
    letters().retry(feed.id(), null);
    fixture.read(fixture.settings(Map.of("filename", "name", "already_stored", "operation_")));
    fixture.await(feed, row -> row.deadLetters() == 2 && !anyRetried(feed));
    assertThat(letters().page(feed.id(), "", 10))
        .extracting(DeadLetters.Row::detail)
        .containsExactly("it has no operation", "it has no storage_url");
  }

  private boolean anyRetried(FeedRow feed) {
    return letters().page(feed.id(), "", 10).stream().anyMatch(DeadLetters.Row::retried);
  }

  @Test
  void an_older_event_that_comes_later_undoes_nothing() {
    redis
        .ask()
        .rpush(
            LIST,
            NotificationsTest.records(
                NotificationsTest.record("s3:ObjectRemoved:Delete", "a", "100")),
            NotificationsTest.records(NotificationsTest.record("s3:ObjectCreated:Put", "a", "ff")),
            NotificationsTest.records(
                NotificationsTest.record("ObjectRemoved:Delete", "b", "1"),
                NotificationsTest.record("ObjectAccessed:Get", "b", "2")),
            "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}");
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 4);
    awaitSettled();
    assertThat(
            fixture.ledger.query(
                "SELECT bucket, key, ltrim(sequencer, '0'), operation FROM sluice.feed_object"
                    + " ORDER BY key"))
        .containsExactly(
            List.of("source", "a", "100", "ObjectRemoved:Delete"),
            List.of("source", "b", "1", "ObjectRemoved:Delete"));
    assertThat(fixture.row(feed).deadLetters()).isZero();
    assertThat(
            fixture.ledger.query(
                "SELECT operation, filename FROM sluice.file_events ORDER BY 1, 2"))
        .containsExactly(
            List.of("ObjectAccessed:Get", "b"),
            List.of("ObjectCreated:Put", "a"),
            List.of("ObjectRemoved:Delete", "a"),
            List.of("ObjectRemoved:Delete", "b"));
  }

  @Test
  void an_object_is_fetched_only_from_where_it_may_be() {
    redis
        .ask()
        .rpush(
            LIST,
            NotificationsTest.records(
                NotificationsTest.record("s3:ObjectCreated:Put", "a", "100")));
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.deadLetters() == 1);
    assertThat(letters().page(feed.id(), "", 10))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.reason()).isEqualTo("refused");
              assertThat(letter.detail()).contains("SOURCE_ROOTS", "s3://source/");
            });
  }
}
