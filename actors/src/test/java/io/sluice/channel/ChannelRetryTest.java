package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.channel.Channel.Collection;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.FailedPhotos;
import io.sluice.ledger.channel.PhotoKey;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failed photos tried again, channels with several sources, and channels that are removed. */
class ChannelRetryTest {
  private static ChannelFixture.Node node;

  @TempDir Path directory;
  private ChannelFixture channel;
  private FailedPhotos failed;
  private Path missing;
  private Path broken;

  @BeforeAll
  static void start() {
    node = new ChannelFixture.Node();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void create() {
    // Other tests' pictures are the same and lie elsewhere.
    TestDatabase.execute(node.ledger.database.address(), "TRUNCATE sluice.photo");
    channel = new ChannelFixture(node, directory.resolve("store"));
    failed = new FailedPhotos(node.ledger.database);
    missing = directory.resolve("picture2.jpg");
    broken = directory.resolve("broken.jpg");
  }

  @AfterEach
  void end() {
    channel.close();
  }

  /** Of four photos the second is not there and the third is no picture. */
  private MemorySource photos() throws IOException {
    Files.writeString(broken, "no picture");
    return MemorySource.ofPhotos(
        List.of(
            LedgerFixture.picture(directory, 1),
            missing,
            broken,
            LedgerFixture.picture(directory, 4)));
  }

  private void collect() throws IOException {
    channel.spawn(photos());
    channel.collect();
    channel.await(ChannelPhase.COMPLETED);
    assertThat(photo(2)).isEqualTo("missing 1 false");
    assertThat(photo(3)).isEqualTo("not_an_image 1 false");
  }

  private String photo(int id) {
    return String.join(
        " ",
        node.ledger
            .query(
                """
                SELECT outcome, attempts, CASE WHEN retry THEN 'true' ELSE 'false' END
                FROM sluice.photo WHERE channel_id = %d AND id = '%d'
                """,
                channel.id, id)
            .get(0));
  }

  private void retry() {
    channel.ref().tell(new Channel.Retry(channel.replies.getRef()));
    assertThat(channel.replies.receiveMessage(ChannelFixture.PATIENCE).isSuccess()).isTrue();
  }

  private String state() {
    return node.ledger.query("SELECT state FROM sluice.channel WHERE id = %d", channel.id).stream()
        .map(row -> row.get(0))
        .findFirst()
        .orElse("gone");
  }

  @Test
  void tries_those_again_that_failed_for_one_reason() throws IOException {
    collect();
    LedgerFixture.picture(directory, 2);
    Files.copy(LedgerFixture.picture(directory, 3), broken, StandardCopyOption.REPLACE_EXISTING);

    assertThat(failed.retry(channel.id, Optional.of(PhotoOutcome.MISSING))).isEqualTo(1);
    retry();
    channel.await(ChannelPhase.COMPLETED);

    assertThat(photo(2)).isEqualTo("stored 2 false");
    assertThat(photo(3)).isEqualTo("not_an_image 1 false");
    assertThat(node.ledger.channels.counters(channel.id).photos()).isEqualTo(3);
    assertThat(node.ledger.channels.counters(channel.id).photosFailed()).isEqualTo(1);
    assertThat(node.ledger.cursor(channel.id)).isEqualTo(4);
  }

  @Test
  void what_fails_again_counts_its_attempts_and_is_not_tried_for_ever() throws IOException {
    collect();
    failed.retry(channel.id, Optional.empty());
    retry();
    channel.await(ChannelPhase.COMPLETED);
    assertThat(photo(2)).isEqualTo("missing 2 false");
    assertThat(photo(3)).isEqualTo("not_an_image 2 false");
  }

  @Test
  void what_is_to_be_tried_again_outlives_a_death() throws IOException {
    collect();
    LedgerFixture.picture(directory, 2);
    failed.retry(channel.id, Optional.empty());
    channel.spawn(photos().heldBefore(0, new CompletableFuture<>()));
    channel.stop();

    channel.spawn(photos());
    channel.collect();
    channel.until("photo 2 is stored", fixture -> photo(2).equals("stored 2 false"));
  }

  @Test
  void of_a_paused_channel_it_waits() throws IOException {
    channel.spawn(photos().heldBefore(3, new CompletableFuture<>()));
    channel.collect();
    channel.awaitStored(3);
    channel.pause();
    channel.await(ChannelPhase.PAUSED);
    LedgerFixture.picture(directory, 2);
    failed.retry(channel.id, Optional.empty());
    retry();
    channel.assertIdle();
    assertThat(photo(2)).isEqualTo("missing 1 true");

    channel.source(photos());
    channel.ref().tell(new Channel.Resume(channel.replies.getRef()));
    channel.await(ChannelPhase.COMPLETED);
    assertThat(photo(2)).isEqualTo("stored 2 false");
    channel.assertEachOnce(4);
  }

  @Test
  void a_message_that_is_gone_from_the_source_is_told_as_such() throws IOException {
    collect();
    failed.retry(channel.id, Optional.of(PhotoOutcome.MISSING));
    channel.source(MemorySource.ofTexts(1));
    retry();
    channel.await(ChannelPhase.COMPLETED);
    assertThat(photo(2)).isEqualTo("missing 2 false");
    assertThat(failed.page(channel.id, Optional.empty(), PhotoKey.FIRST, 10).get(0).reason())
        .startsWith("its source no longer has the message");
  }

  @Test
  void a_second_source_comes_after_the_first() {
    var second = new Collection("news", new SourceSpec("memory", "there", "", "", 0));
    channel.spawn(MemorySource.ofTexts(25).heldBefore(13, new CompletableFuture<>()));
    channel.collect();
    channel.awaitStored(13);
    channel.ref().tell(new Channel.Add(second, channel.replies.getRef()));
    channel.replies.receiveMessage(ChannelFixture.PATIENCE);
    channel.pause();
    channel.await(ChannelPhase.PAUSED);

    channel.source(MemorySource.ofTexts(30));
    channel.ref().tell(new Channel.Resume(channel.replies.getRef()));
    assertThat(SourceSpec.of(channel.await(ChannelPhase.COMPLETED)))
        .containsExactly(second.source());
    channel.assertEachOnce(30);
  }

  @Test
  void the_next_source_does_not_wait_for_one_that_failed() {
    var broken = new Collection("news", new SourceSpec("memory", "there", "", "", 0));
    channel.spawnOn(
        spec -> {
          if (spec.location().equals("there")) {
            throw new ChannelFixture.Hopeless("nothing there");
          }
          return MemorySource.ofTexts(25);
        });
    channel.collect(broken);
    channel.await(ChannelPhase.FAILED);
    add(ChannelFixture.NEWS);
    channel.await(ChannelPhase.COMPLETED);
    channel.collect(new Collection("news", new SourceSpec("memory", "here", "", "", 0, 50)));
    channel.await(ChannelPhase.FOLLOWING);
    channel.collect(broken);
    channel.until("failed", fixture -> failures() == 2);
    channel.await(ChannelPhase.FOLLOWING);
    channel.assertEachOnce(25);
    channel.until(
        "the failure stands in its row",
        fixture ->
            node.ledger
                .query("SELECT last_error FROM sluice.channel WHERE id = %d", channel.id)
                .equals(List.of(List.of("nothing there"))));
    assertThat(channel.await(ChannelPhase.FOLLOWING).counters().sourcesFailed()).isEqualTo(2);
  }

  private long failures() {
    return channel.eventNames().stream().filter("Failed"::equals).count();
  }

  @Test
  void a_photo_that_is_tried_again_brings_no_more_messages_than_were_wanted() throws IOException {
    var limited = new Collection("news", new SourceSpec("memory", "here", "", "", 3));
    channel.spawn(photos().first(3));
    channel.collect(limited);
    channel.await(ChannelPhase.COMPLETED);
    channel.source(photos());
    failed.retry(channel.id, Optional.empty());
    retry();
    channel.await(ChannelPhase.COMPLETED);
    assertThat(photo(2)).isEqualTo("missing 2 false");
    channel.assertEachOnce(3);
  }

  private void add(Collection collection) {
    channel.ref().tell(new Channel.Add(collection, channel.replies.getRef()));
    assertThat(channel.replies.receiveMessage(ChannelFixture.PATIENCE).isSuccess()).isTrue();
  }

  @Test
  void a_forgotten_channel_keeps_what_is_stored() throws IOException {
    collect();
    remove(false);
    channel.until("the row says so", fixture -> state().equals("removed"));
    assertThat(node.ledger.messages(channel.id)).isEqualTo(4);
    assertThat(directory.resolve("store/" + picture("1"))).exists();
  }

  @Test
  void a_purged_channel_takes_its_rows_and_pictures_along_while_it_collects() throws IOException {
    channel.spawn(photos().heldBefore(3, new CompletableFuture<>()));
    channel.collect();
    channel.awaitStored(3);
    remove(true);
    channel.until("its row is gone", fixture -> state().equals("gone"));
    assertThat(node.ledger.messages(channel.id)).isZero();
    assertThat(directory.resolve("store/images/news." + channel.id)).doesNotExist();
  }

  @Test
  void a_removal_that_was_interrupted_goes_on() throws IOException {
    collect();
    channel.stop();
    channel.spawn(photos());
    remove(true);
    channel.stop();
    channel.spawn(photos());
    channel.until("its row is gone", fixture -> state().equals("gone"));
  }

  @Test
  void a_picture_that_another_channel_shares_survives() throws IOException {
    collect();
    var other = new ChannelFixture(node, directory.resolve("store"), channel.places);
    other.spawn(photos());
    other.collect(new Collection("others", ChannelFixture.NEWS.source()));
    other.await(ChannelPhase.COMPLETED);
    remove(true);
    channel.until("its row is gone", fixture -> state().equals("gone"));
    assertThat(directory.resolve("store/" + picture("1"))).exists();

    var third = new ChannelFixture(node, directory.resolve("store"), channel.places);
    third.spawn(photos());
    third.collect(new Collection("third", ChannelFixture.NEWS.source()));
    third.await(ChannelPhase.COMPLETED);
    assertThat(
            node.ledger.query(
                "SELECT outcome, path FROM sluice.photo WHERE channel_id = %d AND id = '1'",
                third.id))
        .containsExactly(List.of("duplicate", picture("1")));
    other.close();
    third.close();
  }

  private String picture(String photo) {
    return "images/news.%d/2025-01/%s.jpg".formatted(channel.id, photo);
  }

  private void remove(boolean purge) {
    channel.ref().tell(new Channel.Remove(purge, channel.replies.getRef()));
    assertThat(channel.replies.receiveMessage(ChannelFixture.PATIENCE).isSuccess()).isTrue();
  }
}
