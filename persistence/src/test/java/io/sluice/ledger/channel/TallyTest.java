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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final String RULE = "/(a|b)*/";
  private static Database database;
  private static Runs runs;

  private long channel;
  private Fence fence;
  private Since start;

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
    runs = new Runs(database, LoneNode.in(database));
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void createChannel() {
    start = Since.now(database);
    var alias = UUID.randomUUID().toString();
    channel = new Channels(database).named(alias, alias).id();
    fence = begin();
  }

  private Fence begin() {
    return runs.begin("channel-" + channel).fence();
  }

  private static Message message(String text, Instant edited) {
    return new Message(1, "message", null, edited, null, null, text, null, null, null, null, null);
  }

  private static Photo photo(PhotoOutcome outcome) {
    var file = outcome.hasFile() ? new StoredFile("images/x/1.jpg", 4, 3, 50) : null;
    return new Photo("1", 1, outcome, null, file, 100, new byte[] {1});
  }

  private void store(Fence by, Message message, List<Photo> photos, ChannelWrite.Sifted sifted) {
    var advance =
        new ChannelWrite.Advance(
            "{\"at\": 1}", 1, new Reach(1, 1, "[]"), ChannelWrite.PassedOver.NONE, sifted);
    new ChannelStore(database)
        .store(
            by,
            new ChannelWrite(
                channel, "telegram-export", List.of(message), photos, Optional.of(advance)));
  }

  private void store(Message message, PhotoOutcome... outcomes) {
    var photos = List.of(outcomes).stream().map(TallyTest::photo).toList();
    store(fence, message, photos, ChannelWrite.Sifted.ALL_WANTED);
  }

  private void sift(Fence by, Map<String, Long> skipped, Map<String, Long> undecided) {
    store(by, message("a", null), List.of(), new ChannelWrite.Sifted(skipped, undecided));
  }

  @Test
  void what_batches_did_adds_up() {
    sift(fence, Map.of("short", 2L, "forwarded", 1L), Map.of(RULE, 1L));
    sift(fence, Map.of("short", 3L), Map.of(RULE, 4L, "/x/", 1L));
    store(message("b", Instant.EPOCH));
    store(message("b", Instant.EPOCH));
    assertThat(start.tally(channel))
        .isEqualTo(
            new Tally(
                1, Map.of("short", 5L, "forwarded", 1L), Map.of(RULE, 5L, "/x/", 1L), Map.of()));
  }

  @Test
  void since_a_moment_counts_only_what_came_later() {
    sift(fence, Map.of("short", 2L, "forwarded", 1L), Map.of());
    store(message("a", null), PhotoOutcome.MISSING);
    var later = Since.now(database);
    assertThat(later.tally(channel)).isEqualTo(Tally.NONE);
    sift(fence, Map.of("short", 3L), Map.of());
    assertThat(later.tally(channel))
        .isEqualTo(new Tally(0, Map.of("short", 3L), Map.of(), Map.of()));
  }

  @Test
  void a_photo_counts_each_time_that_it_fails_and_no_more_when_it_has_its_file() {
    store(message("a", null), PhotoOutcome.MISSING);
    store(message("a", null), PhotoOutcome.MISSING);
    store(message("a", null), PhotoOutcome.CORRUPT);
    store(message("a", null), PhotoOutcome.STORED);
    store(message("a", null), PhotoOutcome.TRUNCATED);
    assertThat(start.tally(channel).failed())
        .isEqualTo(Map.of(PhotoOutcome.MISSING, 2L, PhotoOutcome.CORRUPT, 1L));
  }

  @Test
  void a_batch_of_a_run_that_lost_its_fence_counts_nothing_and_once_when_the_next_stores_it() {
    var next = begin();
    assertThatThrownBy(() -> sift(fence, Map.of("short", 2L), Map.of(RULE, 1L)))
        .isInstanceOf(FencedException.class);
    assertThat(start.tally(channel)).isEqualTo(Tally.NONE);
    sift(next, Map.of("short", 2L), Map.of(RULE, 1L));
    assertThat(start.tally(channel))
        .isEqualTo(new Tally(0, Map.of("short", 2L), Map.of(RULE, 1L), Map.of()));
  }

  @Test
  void a_rule_that_is_no_key_as_it_is_has_its_count_all_the_same() {
    var rule = "/" + "x".repeat(5000) + "\0/";
    sift(fence, Map.of(), Map.of(rule, 1L, rule + "i", 2L, "a\0", 4L));
    assertThat(start.tally(channel).undecided())
        .isEqualTo(Map.of("/" + "x".repeat(499), 3L, "a\uFFFD", 4L));
  }

  @Test
  void of_a_channel_that_was_removed_since_nothing_was_done() {
    var before = new Tally(5, Map.of("short", 10L), Map.of(), Map.of(PhotoOutcome.MISSING, 2L));
    assertThat(Tally.NONE.since(before)).isEqualTo(Tally.NONE);
  }
}
