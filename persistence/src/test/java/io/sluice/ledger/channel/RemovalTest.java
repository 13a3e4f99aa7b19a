package io.sluice.ledger.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ledger.Fence;
import io.sluice.ledger.FencedException;
import io.sluice.ledger.Runs;
import io.sluice.ledger.node.LoneNode;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemovalTest {
  private final Database database = TestDatabase.open();
  private final Channels channels = new Channels(database);
  private final Runs runs = new Runs(database, LoneNode.in(database));
  private final List<String> deleted = new ArrayList<>();
  private final Removal removal = new Removal(database, runs, deleted::add);
  private long news;
  private long other;

  @BeforeEach
  void create() {
    news = channels.named("telegram:news", "News").id();
    other = channels.named("telegram:other", "Other").id();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static String entity(long channel) {
    return "channel-" + channel;
  }

  private Fence store(long channel, PhotoOutcome outcome, String path, int content) {
    var fence = runs.begin(entity(channel)).fence();
    store(fence, channel, outcome, path, content);
    return fence;
  }

  private void store(Fence fence, long channel, PhotoOutcome outcome, String path, int content) {
    var message =
        new Message(
            content, "message", Instant.EPOCH, null, null, null, "", null, null, null, null, null);
    var photo =
        new Photo(
            "" + content,
            content,
            outcome,
            null,
            new StoredFile(path, 1, 1, 10),
            20,
            new byte[] {(byte) content, (byte) (content >> 8)});
    new ChannelStore(database)
        .store(
            fence,
            new ChannelWrite(
                channel, "memory", List.of(message), List.of(photo), Optional.empty()));
  }

  private long count(String sql) {
    return TestDatabase.count(database.address(), sql);
  }

  @Test
  void takes_rows_and_files_and_leaves_what_others_share() {
    store(news, PhotoOutcome.STORED, "images/news/undated/1.jpg", 1);
    store(news, PhotoOutcome.STORED, "images/news/undated/2.jpg", 2);
    store(other, PhotoOutcome.DUPLICATE, "images/news/undated/2.jpg", 2);

    removal.purge(news, entity(news));

    assertThat(deleted).containsExactly("images/news/undated/1.jpg");
    assertThat(count("SELECT count(*) FROM sluice.photo")).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM sluice.message")).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM sluice.run")).isEqualTo(1);
    assertThat(channels.known("telegram:news")).isEmpty();
  }

  @Test
  void the_name_is_free_again_and_the_id_is_not() {
    long before = news;
    removal.purge(news, entity(news));
    var again = channels.named("telegram:news", "News");
    assertThat(again.name()).isEqualTo("news");
    assertThat(again.id()).isGreaterThan(before);
  }

  @Test
  void a_removal_that_was_frozen_while_another_went_on_takes_nothing_more() throws Exception {
    for (int i = 1; i <= 250; i++) {
      store(news, PhotoOutcome.STORED, "images/news.1/undated/" + i + ".jpg", i);
    }
    var frozen = new CountDownLatch(1);
    var thawed = new CountDownLatch(1);
    var late = new ArrayList<String>();
    var first =
        new Removal(
            database,
            runs,
            path -> {
              late.add(path);
              if (late.size() == 27) {
                frozen.countDown();
                await(thawed);
              }
            });
    var frozenPurge = CompletableFuture.runAsync(() -> first.purge(news, entity(news)));
    await(frozen);
    removal.purge(news, entity(news));
    var again = channels.named("telegram:news", "News").id();
    store(again, PhotoOutcome.STORED, "images/news.%d/undated/1.jpg".formatted(again), 1);
    thawed.countDown();

    assertThatThrownBy(frozenPurge::join).hasCauseInstanceOf(FencedException.class);
    assertThat(late)
        .hasSizeLessThanOrEqualTo(100)
        .allMatch(path -> path.startsWith("images/news.1/"));
    assertThat(count("SELECT count(*) FROM sluice.photo WHERE channel_id = " + again)).isOne();
    assertThat(count("SELECT count(*) FROM sluice.run")).isEqualTo(1);
  }

  @Test
  void a_duplicate_that_comes_too_late_fails_and_one_that_comes_in_time_saves_its_file() {
    store(news, PhotoOutcome.STORED, "images/news/undated/1.jpg", 1);
    removal.purge(news, entity(news));
    assertThatThrownBy(() -> store(other, PhotoOutcome.DUPLICATE, "images/news/undated/1.jpg", 1))
        .isInstanceOf(GoneFileException.class);

    TestDatabase.execute(
        database.address(),
        """
        INSERT INTO sluice.doomed_file (path, hash, channel_id)
        VALUES ('images/news/undated/3.jpg', '\\x03', 99)
        """);
    store(other, PhotoOutcome.DUPLICATE, "images/news/undated/3.jpg", 3);
    assertThat(count("SELECT count(*) FROM sluice.doomed_file WHERE channel_id = 99")).isZero();
  }

  @Test
  void a_run_that_was_frozen_meanwhile_stores_nothing_more() {
    var frozen = store(news, PhotoOutcome.STORED, "images/news/undated/1.jpg", 1);
    removal.purge(news, entity(news));
    assertThatThrownBy(
            () -> store(frozen, news, PhotoOutcome.STORED, "images/news/undated/2.jpg", 2))
        .isInstanceOf(FencedException.class);
  }

  @Test
  void what_was_interrupted_goes_on() {
    store(news, PhotoOutcome.STORED, "images/news/undated/1.jpg", 1);
    var interrupted =
        new Removal(
            database,
            runs,
            path -> {
              throw new IllegalStateException("killed");
            });
    assertThatThrownBy(() -> interrupted.purge(news, entity(news))).hasMessage("killed");
    removal.purge(news, entity(news));
    assertThat(deleted).containsExactly("images/news/undated/1.jpg");
    assertThat(channels.known("telegram:news")).isEmpty();
  }

  private void journal(String id, String... events) {
    for (int nr = 1; nr <= events.length; nr++) {
      TestDatabase.execute(
          database.address(),
          """
          INSERT INTO sluice.event_journal
            (persistence_id, sequence_number, writer, event_ser_id, event_ser_manifest,
             event_payload)
          VALUES ('%s', %d, 'test', 33, 'io.sluice.channel.Channel$%s', '')
          """
              .formatted(id, nr, events[nr - 1]));
    }
  }

  private List<String> events(String id) {
    return TestDatabase.query(
            database.address(),
            """
            SELECT split_part(event_ser_manifest, '$', 2) FROM sluice.event_journal
            WHERE persistence_id = '%s' ORDER BY sequence_number
            """
                .formatted(id))
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  @Test
  void of_its_events_the_one_stays_that_keeps_it_from_coming_back() {
    journal("channel|" + news, "Registered", "Queued", "RunStarted", "Paused", "Removed");
    journal("channel|" + news + "0", "Registered", "Removed");
    journal("channel|" + other, "Registered", "Removed", "Queued");
    removal.purge(news, entity(news));
    assertThat(events("channel|" + news)).containsExactly("Removed");
    assertThat(events("channel|" + news + "0")).hasSize(2);
    assertThat(events("channel|" + other)).hasSize(3);
    removal.purge(news, entity(news));
    assertThat(events("channel|" + news)).containsExactly("Removed");
  }

  @Test
  void a_purge_takes_more_than_one_slice_of_each_kind() {
    TestDatabase.execute(
        database.address(),
        """
        INSERT INTO sluice.message (channel_id, id, kind, text, photos, epoch)
        SELECT %1$d, id, 'message', '', 1, 1 FROM generate_series(-1200, 1300) AS id;
        INSERT INTO sluice.photo (channel_id, id, message_id, outcome, path, bytes_before,
          bytes_after, hash, epoch)
        SELECT %1$d, CASE id WHEN 0 THEN '' ELSE id::text END, id, 'stored', 'images/' || id, 9, 5,
          decode(lpad(to_hex(id + 5000), 8, '0'), 'hex'), 1
        FROM generate_series(-1200, 1300) AS id;
        UPDATE sluice.channel SET messages = 2501, photos_announced = 2501, photos = 2501,
          bytes_before = 2501 * 9, bytes_after = 2501 * 5 WHERE id = %1$d;
        INSERT INTO sluice.photo_count VALUES (%1$d, 'stored', 2501);
        INSERT INTO sluice.doomed_file (path, hash, channel_id, gone, doomed_at)
        SELECT 'old/' || id, '', 99, true, now() - interval '2 hours'
        FROM generate_series(1, 2500) AS id
        """
            .formatted(news));
    removal.purge(news, entity(news));
    assertThat(deleted).hasSize(2501).doesNotHaveDuplicates();
    assertThat(
            count("SELECT count(*) FROM sluice.message")
                + count("SELECT count(*) FROM sluice.photo"))
        .isZero();
    assertThat(count("SELECT count(*) FROM sluice.doomed_file WHERE path LIKE 'old%'")).isZero();
    assertThat(count("SELECT count(*) FROM sluice.photo_count")).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
