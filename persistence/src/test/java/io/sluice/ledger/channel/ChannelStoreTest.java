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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChannelStoreTest {
  private static final Instant NOON = Instant.parse("2025-01-31T12:00:00Z");
  private static Database database;
  private static UUID node;

  private final Runs runs = new Runs(database, node);
  private final ChannelStore store = new ChannelStore(database);
  private final Channels channels = new Channels(database);
  private long channel;
  private String entity;

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
    node = LoneNode.in(database);
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void createChannel() {
    var alias = UUID.randomUUID().toString();
    channel = channels.named(alias, alias).id();
    entity = "channel-" + channel;
  }

  private static Message message(long id, String text) {
    return message(id, text, null);
  }

  private static Message message(long id, String text, Instant edited) {
    return new Message(
        id, "message", NOON, edited, "Ann", "user1", text, null, null, null, null, null);
  }

  private static Photo stored(long id) {
    var file = new StoredFile("images/x/2025-01/" + id + ".jpg", 4, 3, 50);
    return new Photo("" + id, id, PhotoOutcome.STORED, null, file, 100, new byte[] {(byte) id});
  }

  private static Photo missing(long id) {
    return new Photo("" + id, id, PhotoOutcome.MISSING, "not there", null, 0, null);
  }

  private StoredRows store(Fence fence, List<Message> messages, List<Photo> photos) {
    var advance =
        new ChannelWrite.Advance(
            "{\"at\": 1}",
            messages.size(),
            new Reach(messages.size(), 0.5, "[]"),
            ChannelWrite.PassedOver.NONE);
    return store.store(
        fence,
        new ChannelWrite(channel, "telegram-export", messages, photos, Optional.of(advance)));
  }

  private long count(String sql) {
    return TestDatabase.count(database.address(), sql.formatted(channel));
  }

  @Test
  void stores_rows_counters_and_cursor_together() {
    var fence = runs.begin(entity).fence();
    var result =
        store(fence, List.of(message(1, "a"), message(2, "b")), List.of(stored(1), missing(2)));
    assertThat(result.inserted()).isEqualTo(2);
    assertThat(result.bytesAfter()).isEqualTo(50);
    assertThat(count("SELECT count(*) FROM sluice.message WHERE channel_id = %d")).isEqualTo(2);
    assertThat(channels.counters(channel)).isEqualTo(new Channels.Counters(2, 1, 1));
    assertThat(runs.begin(entity).cursor()).contains("{\"at\": 1}");
  }

  @Test
  void the_same_batch_again_changes_nothing() {
    var fence = runs.begin(entity).fence();
    var messages = List.of(message(1, "a"), message(2, "b"));
    store(fence, messages, List.of(stored(1)));
    var again = store(fence, messages, List.of(stored(1)));
    assertThat(again.inserted()).isZero();
    assertThat(again.updated()).isZero();
    assertThat(again.unchanged()).isEqualTo(2);
    assertThat(again.photos()).isEmpty();
    assertThat(channels.counters(channel)).isEqualTo(new Channels.Counters(2, 1, 0));
  }

  @Test
  void an_edit_updates_its_row_and_an_older_form_does_not_undo_it() {
    var fence = runs.begin(entity).fence();
    store(fence, List.of(message(1, "first")), List.of());
    assertThat(store(fence, List.of(message(1, "second", NOON)), List.of()).updated()).isEqualTo(1);
    assertThat(store(fence, List.of(message(1, "first")), List.of()).unchanged()).isEqualTo(1);
    assertThat(
            count("SELECT count(*) FROM sluice.message WHERE channel_id = %d AND text = 'second'"))
        .isEqualTo(1);
    assertThat(channels.counters(channel).messages()).isEqualTo(1);
  }

  @Test
  void a_photo_that_failed_can_be_stored_later_but_not_the_other_way_round() {
    var fence = runs.begin(entity).fence();
    store(fence, List.of(message(1, "a")), List.of(missing(1)));
    assertThat(channels.counters(channel)).isEqualTo(new Channels.Counters(1, 0, 1));
    store(fence, List.of(message(1, "a")), List.of(stored(1)));
    assertThat(channels.counters(channel)).isEqualTo(new Channels.Counters(1, 1, 0));
    store(fence, List.of(message(1, "a")), List.of(missing(1)));
    assertThat(channels.counters(channel)).isEqualTo(new Channels.Counters(1, 1, 0));
  }

  @Test
  void of_two_messages_with_one_id_in_a_batch_the_later_counts() {
    var fence = runs.begin(entity).fence();
    assertThat(store(fence, List.of(message(1, "a"), message(1, "b")), List.of()).inserted())
        .isEqualTo(1);
    assertThat(count("SELECT count(*) FROM sluice.message WHERE channel_id = %d AND text = 'b'"))
        .isEqualTo(1);
  }

  @Test
  void a_run_that_lost_its_epoch_stores_nothing() {
    var old = runs.begin(entity).fence();
    var young = runs.begin(entity).fence();
    assertThatThrownBy(() -> store(old, List.of(message(1, "old")), List.of()))
        .isInstanceOf(FencedException.class);
    assertThat(count("SELECT count(*) FROM sluice.message WHERE channel_id = %d")).isZero();
    store(young, List.of(message(1, "young")), List.of());
    assertThat(channels.counters(channel).messages()).isEqualTo(1);
  }

  @Test
  void runs_that_die_are_counted_until_one_stores_or_ends() {
    runs.begin(entity);
    assertThat(runs.begin(entity).deaths()).isEqualTo(1);
    var third = runs.begin(entity);
    assertThat(third.deaths()).isEqualTo(2);
    store(third.fence(), List.of(message(1, "a")), List.of());
    assertThat(runs.begin(entity).deaths()).isEqualTo(1);
    var last = runs.begin(entity);
    runs.end(last.fence());
    assertThat(runs.begin(entity).deaths()).isZero();
  }

  @Test
  void progress_is_what_is_newly_final_or_a_cursor_that_moved() {
    var fence = runs.begin(entity).fence();
    var other = new Photo("1-2", 1, PhotoOutcome.MISSING, "not there", null, 0, null);
    var first = store(fence, List.of(message(1, "a")), List.of(missing(1)));
    assertThat(first.progress()).isTrue();

    assertThat(store(fence, List.of(message(1, "a")), List.of(missing(1))).progress())
        .as("the same photo fails again")
        .isFalse();
    assertThat(store(fence, List.of(message(1, "b", NOON)), List.of()).progress())
        .as("a message has other words now")
        .isFalse();
    assertThat(store(fence, List.of(message(1, "b")), List.of(other)).progress())
        .as("another photo fails for the first time")
        .isTrue();
    assertThat(store(fence, List.of(message(2, "c")), List.of()).progress()).isTrue();
    TestDatabase.execute(
        database.address(),
        "UPDATE sluice.photo SET retry = true WHERE channel_id = %d".formatted(channel));
    assertThat(store(fence, List.of(), List.of(missing(1))).progress())
        .as("it was to be tried once more, and was")
        .isTrue();
    assertThat(store(fence, List.of(), List.of(stored(1))).progress()).isTrue();
    assertThat(store(fence, List.of(), List.of(stored(1))).progress()).isFalse();
  }

  @Test
  void a_run_that_only_sees_the_same_photo_fail_again_does_not_clear_the_deaths_before_it() {
    store(runs.begin(entity).fence(), List.of(message(1, "a")), List.of(missing(1)));
    var second = runs.begin(entity);
    store(second.fence(), List.of(message(1, "b", NOON)), List.of(missing(1)));
    assertThat(runs.begin(entity).deaths()).isEqualTo(second.deaths() + 1);
  }

  @Test
  void text_that_postgres_refuses_does_not_break_a_batch() {
    var fence = runs.begin(entity).fence();
    var bad =
        new Message(
            1,
            "message",
            null,
            null,
            "N\0UL",
            "\uD800",
            "a\0b\uDFFFc😀",
            "[{\"text\":\"x\\u0000y\\\\u0000\"}]",
            null,
            "\uDBFF",
            null,
            null);
    store(fence, List.of(bad, message(2, "good")), List.of());
    assertThat(count("SELECT count(*) FROM sluice.message WHERE channel_id = %d")).isEqualTo(2);
    assertThat(
            TestDatabase.query(
                database.address(),
                "SELECT text, entities->0->>'text' FROM sluice.message WHERE id = 1 AND channel_id"
                    + " = "
                    + channel))
        .containsExactly(List.of("a\uFFFDb\uFFFDc😀", "x\uFFFDy\\u0000"));
  }

  @Test
  void ten_thousand_messages_fit_in_one_batch() {
    var fence = runs.begin(entity).fence();
    var messages = LongStream.rangeClosed(1, 10_000).mapToObj(id -> message(id, "text")).toList();
    assertThat(store(fence, messages, List.of()).inserted()).isEqualTo(10_000);
  }
}
