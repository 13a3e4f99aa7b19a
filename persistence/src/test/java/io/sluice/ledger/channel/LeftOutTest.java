package io.sluice.ledger.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ledger.Fence;
import io.sluice.ledger.FencedException;
import io.sluice.ledger.Runs;
import io.sluice.ledger.node.LoneNode;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeftOutTest {
  private static Database database;
  private static UUID node;

  private long channel;

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
    channel = new Channels(database).named(alias, alias).id();
  }

  private static Message message(long id, String text, String leftOut) {
    var details = new Message.Details(0, false, null, null, null, leftOut);
    return new Message(
        id, "message", null, null, null, null, text, null, null, null, null, null, details);
  }

  private Fence begin() {
    return new Runs(database, node).begin("channel-" + channel).fence();
  }

  private void store(Message... messages) {
    store(begin(), ChannelWrite.PassedOver.NONE, messages);
  }

  private void store(Fence fence, ChannelWrite.PassedOver passedOver, Message... messages) {
    var reach = new Reach(messages.length, 1, "[]");
    var advance = new ChannelWrite.Advance("{\"at\": 1}", messages.length, reach, passedOver);
    var batch =
        new ChannelWrite(
            channel, "telegram-export", List.of(messages), List.of(), Optional.of(advance));
    new ChannelStore(database).store(fence, batch);
  }

  private LeftOut leftOut() {
    return Completeness.of(database, channel).leftOut();
  }

  private String row(long id) {
    var sql = "SELECT left_out::text FROM sluice.message WHERE channel_id = %d AND id = %d";
    return TestDatabase.query(database.address(), sql.formatted(channel, id)).get(0).get(0);
  }

  @Test
  void is_kept_in_its_row_and_counted_by_name() {
    store(
        message(1, "a", "{\"mood\": {\"is\": [1, \"\\u0000\"]}}"),
        message(2, "b", null),
        message(3, "c", "{\"mood\": 2, \"tide\": \"low\"}"));
    store(message(4, "d", "{\"tide\": \"high\"}"));

    assertThat(leftOut().fields()).isEqualTo(Map.of("mood", 2L, "tide", 2L));
    assertThat(row(1)).isEqualTo("{\"mood\": {\"is\": [1, \"\uFFFD\"]}}");
    assertThat(row(2)).isNull();
  }

  @Test
  void is_counted_once_however_often_it_comes() {
    store(message(1, "a", "{\"mood\": 1}"));
    store(message(1, "a", "{\"mood\": 1}"));
    store(message(1, "a", "{\"mood\": 1}"), message(1, "b", "{\"mood\": 1}"));

    assertThat(leftOut().fields()).isEqualTo(Map.of("mood", 1L));
  }

  @Test
  void is_counted_no_more_when_a_program_knows_it() {
    store(message(1, "", "{\"rich\": 1, \"mood\": 1}"), message(2, "", "{\"rich\": 1}"));
    store(message(1, "a", "{\"mood\": 1}"), message(2, "b", null));

    assertThat(leftOut().fields()).isEqualTo(Map.of("mood", 1L));
  }

  @Test
  void many_names_are_counted_as_others_and_taken_from_them_again() {
    var messages =
        LongStream.rangeClosed(1, 250)
            .mapToObj(id -> message(id, "a", "{\"name%03d\": 1}".formatted(id)))
            .toArray(Message[]::new);
    store(messages);

    assertThat(leftOut().fields()).hasSize(201).containsEntry("other fields", 50L);

    store(
        Arrays.stream(messages)
            .map(message -> message(message.id(), "b", null))
            .toArray(Message[]::new));
    assertThat(leftOut().isNothing()).isTrue();
  }

  @Test
  void what_a_place_passed_over_is_replaced_and_places_are_added_up() {
    var fence = begin();
    store(fence, new ChannelWrite.PassedOver("a", Map.of("messages without an id", 2L)));
    store(
        fence,
        new ChannelWrite.PassedOver("a", Map.of("messages without an id", 3L, "others", 1L)));
    store(fence, new ChannelWrite.PassedOver("b", Map.of("messages without an id", 4L)));
    store(fence, ChannelWrite.PassedOver.NONE, message(1, "a", null));

    assertThat(leftOut().passedOver())
        .isEqualTo(Map.of("messages without an id", 7L, "others", 1L));
    assertThat(leftOut().fields()).isEmpty();

    store(fence, new ChannelWrite.PassedOver("a", Map.of()));
    assertThat(leftOut().passedOver()).isEqualTo(Map.of("messages without an id", 4L));
  }

  @Test
  void a_run_that_was_succeeded_counts_nothing() {
    var lost = begin();
    begin();

    assertThatThrownBy(
            () ->
                store(
                    lost,
                    new ChannelWrite.PassedOver("a", Map.of("others", 1L)),
                    message(1, "a", "{\"mood\": 1}")))
        .isInstanceOf(FencedException.class);
    assertThat(leftOut().isNothing()).isTrue();
  }
}
