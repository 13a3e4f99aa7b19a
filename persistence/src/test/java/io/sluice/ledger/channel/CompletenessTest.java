package io.sluice.ledger.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.Runs;
import io.sluice.ledger.node.LoneNode;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompletenessTest {
  private static Database database;
  private static UUID node;

  private final Channels channels = new Channels(database);
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
    channel = channels.named(alias, alias).id();
  }

  private static Message message(long id, int photos) {
    var details = new Message.Details(photos, false, null, null, null, null);
    return new Message(
        id, "message", null, null, null, null, "", null, null, null, null, null, details);
  }

  private static Photo photo(String id, long message, PhotoOutcome outcome) {
    var file = outcome.hasFile() ? new StoredFile("images/x/" + id + ".jpg", 4, 3, 50) : null;
    return new Photo(id, message, outcome, null, file, 100, new byte[] {(byte) message});
  }

  private void store(List<Message> messages, List<Photo> photos) {
    var fence = new Runs(database, node).begin("channel-" + channel).fence();
    new ChannelStore(database)
        .store(
            fence, new ChannelWrite(channel, "telegram-web", messages, photos, Optional.empty()));
  }

  @Test
  void a_channel_without_messages_has_nothing() {
    var nothing = Completeness.of(database, channel);
    assertThat(nothing).isEqualTo(new Completeness(0, 0, 0, Map.of(), LeftOut.NOTHING));
    assertThat(nothing.photosStored()).isZero();
    assertThat(nothing.photosUnaccounted()).isZero();
  }

  @Test
  void counts_what_was_announced_and_what_became_of_it() {
    store(
        List.of(message(3, 0), message(7, 2), message(12, 3)),
        List.of(
            photo("7", 7, PhotoOutcome.STORED),
            photo("8", 7, PhotoOutcome.DUPLICATE),
            photo("12", 12, PhotoOutcome.MISSING)));
    var stored = Completeness.of(database, channel);
    assertThat(stored)
        .isEqualTo(
            new Completeness(
                3,
                12,
                5,
                Map.of(
                    PhotoOutcome.STORED, 1L, PhotoOutcome.DUPLICATE, 1L, PhotoOutcome.MISSING, 1L),
                LeftOut.NOTHING));
    assertThat(stored.photosStored()).isEqualTo(2);
    assertThat(stored.photosUnaccounted()).isEqualTo(2);
  }

  @Test
  void what_an_edited_message_announces_counts_as_it_is_now() {
    store(List.of(message(1, 3), message(2, 1)), List.of());
    store(List.of(message(1, 1)), List.of());
    assertThat(Completeness.of(database, channel).photosAnnounced()).isEqualTo(2);
  }

  @Test
  void a_photo_that_ends_otherwise_than_before_counts_once() {
    store(List.of(message(1, 1)), List.of(photo("1", 1, PhotoOutcome.MISSING)));
    store(List.of(), List.of(photo("1", 1, PhotoOutcome.CORRUPT)));
    assertThat(Completeness.of(database, channel).photos())
        .isEqualTo(Map.of(PhotoOutcome.CORRUPT, 1L));
    store(List.of(), List.of(photo("1", 1, PhotoOutcome.KEPT)));
    assertThat(Completeness.of(database, channel).photos())
        .isEqualTo(Map.of(PhotoOutcome.KEPT, 1L));
  }

  @Test
  void of_messages_that_all_have_negative_ids_the_highest_is_negative() {
    store(List.of(message(-7, 0), message(-3, 0)), List.of());
    assertThat(Completeness.of(database, channel).newest()).isEqualTo(-3);
  }

  @Test
  void another_channel_is_not_counted() {
    store(List.of(message(1, 1)), List.of(photo("1", 1, PhotoOutcome.STORED)));
    createChannel();
    assertThat(Completeness.of(database, channel).messages()).isZero();
    assertThat(Completeness.of(database, channel).photos()).isEmpty();
  }
}
