package io.sluice.ledger.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.Fence;
import io.sluice.ledger.Runs;
import io.sluice.ledger.node.LoneNode;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnownPhotosTest {
  private static final Instant NOON = Instant.parse("2025-01-31T12:00:00Z");
  private static final StoredFile FILE = new StoredFile("images/a/2025-01/1.jpg", 4, 3, 50);
  private static Database database;
  private static UUID node;

  private final KnownPhotos known = new KnownPhotos(database);
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
    TestDatabase.execute(database.address(), "TRUNCATE sluice.photo");
    var alias = UUID.randomUUID().toString();
    channel = new Channels(database).named(alias, alias).id();
    fence = new Runs(database, node).begin("channel-" + channel).fence();
  }

  private Optional<StoredFile> fileOf(byte[] hash) {
    var others = List.of(new byte[] {77}, hash);
    return Optional.ofNullable(known.filesOf(others).get(ByteBuffer.wrap(hash)));
  }

  private void store(Photo... photos) {
    var message =
        new Message(1, "message", NOON, null, "A", null, "", null, null, null, null, null);
    var batch =
        new ChannelWrite(
            channel, "telegram-export", List.of(message), List.of(photos), Optional.empty());
    new ChannelStore(database).store(fence, batch);
  }

  private static Photo photo(String id, PhotoOutcome outcome) {
    return photo(id, outcome, id.getBytes());
  }

  private static Photo photo(String id, PhotoOutcome outcome, byte[] hash) {
    return new Photo(id, 1, outcome, null, outcome.hasFile() ? FILE : null, 100, hash);
  }

  @Test
  void those_with_a_file_and_those_set_aside_are_settled_and_all_others_are_tried_again() {
    var photos = new ArrayList<Photo>();
    for (var outcome : PhotoOutcome.values()) {
      photos.add(photo(outcome.name(), outcome));
    }
    store(photos.toArray(Photo[]::new));

    var all = Arrays.stream(PhotoOutcome.values()).map(Enum::name).toList();
    assertThat(known.settled(channel, all))
        .containsExactlyInAnyOrder("STORED", "KEPT", "DUPLICATE", "SET_ASIDE");
  }

  @Test
  void only_what_is_asked_for_is_answered() {
    store(photo("a", PhotoOutcome.STORED), photo("b", PhotoOutcome.STORED));
    assertThat(known.settled(channel, List.of("b", "c"))).containsExactly("b");
    assertThat(known.settled(channel, List.of())).isEmpty();
  }

  @Test
  void an_id_belongs_to_its_channel() {
    store(photo("a", PhotoOutcome.STORED));
    assertThat(known.settled(channel + 1, List.of("a"))).isEmpty();
  }

  @Test
  void ids_with_signs_that_mean_something_to_sql_are_ids() {
    var odd = List.of("a,b", "{}", "\"", "\\", "'; DROP TABLE sluice.photo", "NULL", "");
    store(odd.stream().map(id -> photo(id, PhotoOutcome.STORED)).toArray(Photo[]::new));
    assertThat(known.settled(channel, odd)).containsExactlyInAnyOrderElementsOf(odd);
  }

  @Test
  void ten_thousand_ids_are_one_question() {
    store(photo("77", PhotoOutcome.STORED));
    var ids = IntStream.range(0, 10_000).mapToObj(Integer::toString).toList();
    assertThat(known.settled(channel, ids)).containsExactly("77");
  }

  @Test
  void the_same_bytes_have_the_file_that_was_made_of_them_in_any_channel() {
    store(photo("a", PhotoOutcome.STORED, new byte[] {1, 2, 3}));
    assertThat(fileOf(new byte[] {1, 2, 3})).contains(FILE);
    assertThat(fileOf(new byte[] {1, 2})).isEmpty();
    assertThat(fileOf(new byte[0])).isEmpty();
  }

  @Test
  void a_picture_that_was_kept_as_it_came_is_a_file_too() {
    store(photo("a", PhotoOutcome.KEPT, new byte[] {9}));
    assertThat(fileOf(new byte[] {9})).contains(FILE);
  }

  @Test
  void bytes_of_which_no_file_was_made_have_none() {
    for (var outcome : PhotoOutcome.values()) {
      if (!outcome.hasFile()) {
        store(photo(outcome.name(), outcome, new byte[] {5}));
      }
    }
    assertThat(fileOf(new byte[] {5})).isEmpty();
  }
}
