package io.sluice.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.sluice.ledger.feed.DeadLetters;
import io.sluice.ledger.feed.FeedCounts;
import io.sluice.ledger.feed.FeedPhase;
import io.sluice.ledger.feed.FeedRow;
import io.sluice.ledger.feed.NewFeed;
import io.sluice.persistence.Waiting;
import io.sluice.words.FeedAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against the Redis that is installed; {@link FeedOfVersion6Test} does the same with another. */
@Timeout(90)
class FeedTest {
  static final String STREAM = "file-events";

  @TempDir Path directory;
  RedisServer redis;
  FeedFixture fixture;

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
    try {
      if (fixture != null) {
        fixture.close();
      }
    } finally {
      redis.close();
    }
  }

  private FeedRow feed() {
    return fixture.feed(redis.url(STREAM));
  }

  private void awaitAcknowledged() {
    Waiting.until("all acknowledged", () -> redis.pending(STREAM, "sluice") == 0);
  }

  @Test
  void each_entry_is_a_row_and_is_acknowledged() {
    redis.add(STREAM, 0, 1234);
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 1234);
    redis.add(STREAM, 1234, 10);
    fixture.await(feed, row -> row.counts().stored() == 1244);
    awaitAcknowledged();
    assertThat(fixture.events()).isEqualTo(1244);
    assertThat(
            fixture.ledger.query(
                """
                SELECT extract(epoch FROM event_time)::text, operation, filename, file_size,
                  mime_type, storage_url, uploader_id, redis_message_id LIKE '%%-%%'
                FROM sluice.file_events WHERE filename = 'file-7'
                """))
        .containsExactly(
            List.of(
                "1770091506.789000",
                "upload",
                "file-7",
                "7",
                "image/jpeg",
                "s3://bucket/file-7",
                "somebody",
                "t"));
  }

  @Test
  void a_group_that_is_destroyed_is_made_anew_and_repeats_nothing() {
    redis.add(STREAM, 0, 500);
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 500);
    redis.ask().xgroupDestroy(STREAM, "sluice");
    redis.add(STREAM, 500, 100);
    fixture.await(feed, row -> row.counts().stored() == 600 && row.counts().duplicates() >= 500);
    awaitAcknowledged();
    assertThat(fixture.events()).isEqualTo(600);
  }

  @Test
  void all_that_is_flushed_away_begins_anew() {
    redis.add(STREAM, 0, 100);
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 100);
    redis.ask().flushall();
    redis.add(STREAM, 100, 100);
    fixture.await(feed, row -> row.counts().stored() == 200);
    assertThat(fixture.events()).isEqualTo(200);
  }

  @Test
  void a_server_that_is_killed_and_started_again_costs_no_entry() {
    redis.add(STREAM, 0, 2000);
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() > 0);
    redis.kill();
    redis.start();
    redis.add(STREAM, 2000, 100);
    fixture.await(feed, row -> row.counts().stored() == 2100);
    awaitAcknowledged();
    assertThat(fixture.events()).isEqualTo(2100);
  }

  @Test
  void entries_of_a_consumer_that_is_idle_are_taken_over() {
    redis.add(STREAM, 0, 120);
    redis.ask().xgroupCreate(StreamOffset.from(STREAM, "0"), "sluice");
    redis.read(STREAM, "sluice", "python-1", 70);
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 120);
    awaitAcknowledged();
    assertThat(fixture.events()).isEqualTo(120);
  }

  /** As when a node leaves while an answer with entries is on its way to it. */
  @Test
  void entries_that_a_consumer_was_given_at_its_end_are_not_forgotten_with_it() {
    redis.add(STREAM, 0, 100);
    var feed = feed();
    redis.ask().xgroupCreate(StreamOffset.from(STREAM, "0"), "sluice");
    redis.read(STREAM, "sluice", "gone", 7);
    fixture.ledger.query(
        """
        INSERT INTO sluice.feed_consumer (feed_id, node, name)
        VALUES (%d, gen_random_uuid(), 'gone') RETURNING name
        """
            .formatted(feed.id()));
    fixture.read();
    var touches = new AtomicInteger();
    Waiting.until(
        () -> {
          redis.touch(STREAM, "sluice", "gone");
          return touches.incrementAndGet() == 300;
        });
    fixture.await(feed, row -> row.counts().stored() == 100);
    assertThat(fixture.row(feed).counts().duplicates()).as("read again").isZero();
    Waiting.until(
        "it is forgotten", () -> redis.ask().xinfoConsumers(STREAM, "sluice").size() == 1);
    awaitAcknowledged();
    assertThat(fixture.events()).isEqualTo(100);
  }

  @Test
  void that_all_is_read_is_known_also_of_a_stream_whose_middle_is_deleted() {
    redis.add(STREAM, 0, 20);
    var entries = redis.ask().xrange(STREAM, Range.unbounded());
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 20);
    redis.ask().xdel(STREAM, entries.get(7).getId(), entries.get(12).getId());
    redis.add(STREAM, 20, 3);
    fixture.await(
        feed,
        row ->
            row.counts().stored() == 23
                && row.standing() != null
                && row.standing().pending() == 0
                && Long.valueOf(0).equals(row.standing().lag()));
  }

  @Test
  void what_was_deleted_while_it_was_pending_is_acknowledged() {
    redis.add(STREAM, 0, 20);
    redis.ask().xgroupCreate(StreamOffset.from(STREAM, "0"), "sluice");
    redis.read(STREAM, "sluice", "python-1", 10);
    var first = redis.ask().xrange(STREAM, Range.unbounded()).get(3).getId();
    redis.ask().xdel(STREAM, first);
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 19);
    awaitAcknowledged();
    assertThat(fixture.events()).isEqualTo(19);
  }

  @Test
  void an_entry_that_tells_no_event_becomes_a_dead_letter_as_it_was() {
    redis.ask().xadd(STREAM, Map.of("operation", "upload", "colour", "blue"));
    redis.ask().xadd(STREAM, RedisServer.event("good"));
    redis.ask().xadd(STREAM, RedisServer.event("bad", "ts", "yesterday"));
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().dead() == 2 && row.counts().stored() == 1);
    awaitAcknowledged();
    var dead = redis.ask().xrange(STREAM + ":dead", Range.unbounded());
    assertThat(dead).hasSize(2);
    // Groups are stored beside each other: the later one may be copied first.
    assertThat(dead)
        .anySatisfy(
            letter ->
                assertThat(letter.getBody())
                    .containsEntry("colour", "blue")
                    .containsEntry("dead:reason", "no event")
                    .containsEntry("dead:detail", "it has no filename"));
    assertThat(fixture.letters().page(feed.id(), "", 10))
        .extracting(DeadLetters.Row::detail)
        .containsExactly("it has no filename", "its ts is no time");
    assertThat(fixture.row(feed).deadLetters()).isEqualTo(2);
  }

  @Test
  void dead_letters_are_tried_again_when_somebody_wants_it() {
    redis.ask().xadd(STREAM, RedisServer.event("renamed", "filename", "", "name", "right"));
    var feed = feed();
    var first = fixture.read();
    fixture.await(feed, row -> row.counts().dead() == 1);
    assertThat(fixture.letters().retry(feed.id(), null)).isEqualTo(1);
    Waiting.until(
        "dead once more", () -> !fixture.letters().page(feed.id(), "", 10).get(0).retried());
    fixture.leave(first);
    fixture.letters().retry(feed.id(), null);
    fixture.read(fixture.settings(Map.of("filename", "name")));
    fixture.await(feed, row -> row.deadLetters() == 0);
    assertThat(fixture.ledger.query("SELECT filename FROM sluice.file_events"))
        .containsExactly(List.of("right"));
    Waiting.until("no copy", () -> redis.ask().xlen(STREAM + ":dead") == 0);
  }

  @Test
  void a_file_that_is_not_stored_is_fetched_and_stored() {
    fixture.web.page("/a.txt", 200, Map.of(), "alpha");
    redis.ask().xadd(STREAM, toFetch("one", "/a.txt"));
    redis.ask().xadd(STREAM, toFetch("two", "/a.txt"));
    redis.ask().xadd(STREAM, toFetch("missing", "/none.txt"));
    redis.ask().xadd(STREAM, event("private", "http://127.0.0.1:1/x"));
    redis.ask().xadd(STREAM, event("local", "file:///etc/passwd"));
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().read() == 5);
    awaitAcknowledged();
    assertThat(fixture.row(feed).counts()).isEqualTo(new FeedCounts(2, 0, 3, 0));
    assertThat(
            fixture.ledger.query(
                """
                SELECT filename, file_size, file.mime_type, path = storage_url, uses
                FROM sluice.file_events JOIN sluice.file USING (hash) ORDER BY 1
                """))
        .containsExactly(
            List.of("one", "5", "text/plain", "t", "2"),
            List.of("two", "5", "text/plain", "t", "2"));
    assertThat(fixture.letters().page(feed.id(), "", 10))
        .extracting(DeadLetters.Row::reason)
        .containsExactly("missing", "refused", "refused");
    assertThat(
            fixture.blobs.exists(
                fixture.ledger.query("SELECT path FROM sluice.file").get(0).get(0)))
        .isTrue();
  }

  private Map<String, String> toFetch(String name, String path) {
    return event(name, fixture.web.uri(path).toString());
  }

  private static Map<String, String> event(String name, String url) {
    return RedisServer.event(name, "storage_url", url, "already_stored", "false");
  }

  @Test
  void a_host_that_is_busy_is_asked_again_and_its_entry_waits() {
    var first = new AtomicBoolean(true);
    fixture.web.page(
        "/busy.txt",
        exchange -> {
          if (first.getAndSet(false)) {
            exchange.getResponseHeaders().add("Retry-After", "2");
            exchange.sendResponseHeaders(503, -1);
          } else {
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write("busy".getBytes(StandardCharsets.UTF_8));
          }
        });
    redis.ask().xadd(STREAM, toFetch("busy", "/busy.txt"));
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 1);
    awaitAcknowledged();
    assertThat(fixture.web.visits("/busy.txt")).isEqualTo(2);
  }

  @Test
  void a_file_that_never_comes_is_given_up() {
    var stopped = new CountDownLatch(1);
    fixture.web.page(
        "/never.txt",
        exchange -> {
          try {
            stopped.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    fixture.itemTimeout = Duration.ofMillis(300);
    redis.ask().xadd(STREAM, toFetch("never", "/never.txt"));
    redis.ask().xadd(STREAM, RedisServer.event("other"));
    var feed = feed();
    fixture.read();
    try {
      fixture.await(feed, row -> row.counts().stored() == 1 && row.counts().dead() == 1);
      awaitAcknowledged();
    } finally {
      stopped.countDown();
    }
    assertThat(fixture.letters().page(feed.id(), "", 10))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.reason()).isEqualTo("dead");
              assertThat(letter.detail()).isEqualTo("took longer than 0.6 s");
            });
  }

  @Test
  void a_feed_that_is_paused_is_read_no_more_until_it_goes_on() {
    redis.add(STREAM, 0, 10);
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 10);
    fixture.feeds.set(feed.id(), FeedPhase.PAUSED);
    Waiting.until("no run", () -> running() == 0);
    redis.add(STREAM, 10, 10);
    assertThat(fixture.events()).isEqualTo(10);
    fixture.feeds.set(feed.id(), FeedPhase.RUNNING);
    fixture.await(feed, row -> row.counts().stored() == 20);
    fixture.feeds.remove(feed.id());
    Waiting.until("no run", () -> running() == 0);
    // Its rows are known, should it come again.
    redis.ask().xgroupDestroy(STREAM, "sluice");
    var again = feed();
    fixture.await(again, row -> row.counts().duplicates() == 20);
    assertThat(fixture.events()).isEqualTo(20);
  }

  private long running() {
    return fixture.ledger.count(
        "SELECT count(*) FROM sluice.run WHERE running AND entity LIKE 'feed-%%'");
  }

  @Test
  void equal_ids_of_two_streams_are_two_events() {
    for (var stream : List.of("one", "two")) {
      redis.ask().xadd(stream, new XAddArgs().id("1700000000000-0"), RedisServer.event("a"));
    }
    var one = fixture.feed(redis.url("one"));
    var two = fixture.feed(redis.url("two"));
    fixture.read();
    fixture.await(one, row -> row.counts().stored() == 1);
    fixture.await(two, row -> row.counts().stored() == 1);
    assertThat(fixture.events()).isEqualTo(2);
  }

  @Test
  void what_is_no_stream_is_said_and_its_feed_goes_on_when_it_is_one() {
    redis.ask().set(STREAM, "text");
    var feed = feed();
    fixture.read();
    assertThat(fixture.await(feed, row -> row.lastError() != null).lastError())
        .contains("has something else under that name, which is no stream");
    redis.ask().del(STREAM);
    redis.add(STREAM, 0, 3);
    fixture.await(feed, row -> row.counts().stored() == 3);
    // What it got over is no trouble any more.
    fixture.await(feed, row -> row.lastError() == null && row.lastErrorAt() == null);
  }

  private void assertRefused(String words, String... options) throws IOException {
    var place = Files.createDirectory(directory.resolve("other"));
    try (var other = RedisServer.start(place, options)) {
      var feed = fixture.feed(other.url(STREAM));
      fixture.read();
      assertThat(fixture.await(feed, row -> row.lastError() != null).lastError()).contains(words);
      var right = FeedAddress.of(other.url(STREAM)).with(Optional.of("right"));
      other.add(STREAM, 0, 3);
      fixture.feeds.take(new NewFeed(right, "sluice"));
      fixture.await(feed, row -> row.counts().stored() == 3);
    }
  }

  @Test
  void a_password_that_is_missing_is_said_and_shows_nowhere() throws IOException {
    assertRefused("wants a password", "--requirepass", "right");
    assertThat(
            fixture.ledger.query("SELECT row::text FROM sluice.feed AS row").toString()
                + fixture.feeds.all())
        .doesNotContain("right");
  }

  @Test
  void a_password_that_is_wrong_is_said() throws IOException {
    var place = Files.createDirectory(directory.resolve("other"));
    try (var other = RedisServer.start(place, "--requirepass", "right")) {
      var wrong = FeedAddress.of(other.url(STREAM)).with(Optional.of("wrong-word"));
      var feed = fixture.feeds.take(new NewFeed(wrong, "sluice")).row();
      fixture.read();
      assertThat(fixture.await(feed, row -> row.lastError() != null).lastError())
          .contains("refuses the user or the password")
          .doesNotContain("wrong-word");
    }
  }
}
