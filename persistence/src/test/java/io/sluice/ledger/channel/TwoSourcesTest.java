package io.sluice.ledger.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.Fence;
import io.sluice.ledger.Runs;
import io.sluice.ledger.node.LoneNode;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One channel that is collected from an export and from the web. */
class TwoSourcesTest {
  private static final String EXPORT = "telegram-export";
  private static final String WEB = "telegram-web";
  private static final Instant NOON = Instant.parse("2025-01-31T12:00:00Z");
  private static final Message.Details EDITED =
      new Message.Details(0, true, null, null, null, null);

  private static Database database;
  private static UUID node;

  private final Runs runs = new Runs(database, node);
  private final ChannelStore store = new ChannelStore(database);
  private final Channels channels = new Channels(database);
  private long channel;
  private Fence fence;

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
    fence = runs.begin("channel-" + channel).fence();
  }

  private static Message message(String text, Instant edited, Message.Details details) {
    return new Message(
        1, "message", NOON, edited, "Ann", null, text, null, null, null, null, null, details);
  }

  private static Message message(String text) {
    return message(text, null, Message.Details.NONE);
  }

  private static Message seen(String text, Long views, String viewsText) {
    return message(text, null, new Message.Details(0, false, null, views, viewsText, null));
  }

  private StoredRows store(String source, Message message) {
    var cursor = "{\"%s\": {\"at\": \"%s\"}}".formatted(source, message.text());
    return store.store(
        fence,
        new ChannelWrite(
            channel,
            source,
            List.of(message),
            List.of(),
            Optional.of(
                new ChannelWrite.Advance(
                    cursor, 1, new Reach(0, 0, "[]"), ChannelWrite.PassedOver.NONE))));
  }

  private List<String> row(String columns) {
    return TestDatabase.query(
            database.address(),
            "SELECT %s FROM sluice.message WHERE channel_id = %d".formatted(columns, channel))
        .get(0);
  }

  @Test
  void what_one_source_stored_another_leaves_as_it_is() {
    store(EXPORT, message("in full"));
    assertThat(store(WEB, message("as the web shows it")).unchanged()).isEqualTo(1);
    assertThat(row("text, source")).containsExactly("in full", EXPORT);
    assertThat(channels.counters(channel).messages()).isEqualTo(1);
  }

  @Test
  void the_same_source_brings_its_own_row_up_to_date() {
    store(WEB, message("first"));
    assertThat(store(WEB, message("second", null, EDITED)).updated()).isEqualTo(1);
    assertThat(row("text, edited")).containsExactly("second", "t");
  }

  @Test
  void another_source_counts_where_it_shows_a_message_that_was_edited_since() {
    store(EXPORT, message("first"));
    assertThat(store(WEB, message("second", null, EDITED)).updated()).isEqualTo(1);
    assertThat(row("text, source, edited")).containsExactly("second", WEB, "t");
  }

  @Test
  void of_two_that_show_it_as_edited_the_first_stays() {
    store(EXPORT, message("edited, in full", NOON, Message.Details.NONE));
    assertThat(store(WEB, message("edited", null, EDITED)).unchanged()).isEqualTo(1);
    assertThat(row("text, source")).containsExactly("edited, in full", EXPORT);
  }

  @Test
  void an_export_from_before_an_edit_does_not_undo_what_the_web_showed() {
    store(WEB, message("edited", null, EDITED));
    assertThat(store(EXPORT, message("before")).unchanged()).isEqualTo(1);
    assertThat(row("text, source")).containsExactly("edited", WEB);
  }

  @Test
  void views_are_refreshed_and_that_is_no_update() {
    store(WEB, seen("text", 1980L, "1.98K"));
    var again = store(WEB, seen("text", 2010L, "2.01K"));
    assertThat(again.updated()).isZero();
    assertThat(again.unchanged()).isEqualTo(1);
    assertThat(row("views, views_text")).containsExactly("2010", "2.01K");
  }

  @Test
  void views_that_are_unknown_now_stay_as_they_were() {
    store(WEB, seen("text", 1980L, "1.98K"));
    store(EXPORT, message("text"));
    store(WEB, message("text", null, new Message.Details(0, false, 1L, null, null, null)));
    assertThat(row("views, views_text, album_id")).containsExactly("1980", "1.98K", "1");
  }

  @Test
  void the_web_tells_the_views_and_the_album_of_a_row_that_an_export_stored() {
    store(EXPORT, message("in full"));
    store(WEB, message("in part", null, new Message.Details(0, false, 1L, 12L, "12", null)));
    assertThat(row("text, source, views, album_id")).containsExactly("in full", EXPORT, "12", "1");
  }

  @Test
  void each_kind_of_source_has_its_own_cursor() {
    store(EXPORT, message("e1"));
    store(WEB, message("w1"));
    store(WEB, message("w2"));
    assertThat(
            TestDatabase.query(
                database.address(),
                "SELECT cursor->'%s'->>'at', cursor->'%s'->>'at' FROM sluice.run WHERE entity = '%s'"
                    .formatted(EXPORT, WEB, fence.entity())))
        .containsExactly(List.of("e1", "w2"));
  }
}
