package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.channel.Channel.RunStarted;
import io.sluice.channel.ChannelFixture.Hopeless;
import io.sluice.channel.MemorySource.At;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.run.Claim;
import io.sluice.run.Places;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelRestartTest {
  private static ChannelFixture.Node node;

  @TempDir Path directory;
  private ChannelFixture channel;

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
    channel = new ChannelFixture(node, directory);
  }

  @AfterEach
  void end() {
    channel.close();
  }

  private static CompletableFuture<Void> never() {
    return new CompletableFuture<>();
  }

  private void die(int times) {
    for (int death = 0; death < times; death++) {
      node.ledger.runs.begin(Channel.ledgerName(channel.id));
    }
  }

  @Test
  void starts_again_and_gives_up_after_so_many_failures_in_a_row() {
    channel.spawn(MemorySource.ofTexts(25).failingBefore(0, new IOException("server is away")));
    channel.collect();
    var end = channel.await(ChannelPhase.FAILED);
    assertThat(end.reason()).isEqualTo("3 runs in a row failed, the last with: server is away");
    assertThat(end.error().message()).isEqualTo("server is away");
    assertThat(channel.opened).hasValue(ChannelFixture.MAX_RESTARTS + 1);
    assertThat(channel.eventNames())
        .containsExactly(
            "Registered", "Queued", "RunStarted", "RunStarted", "RunStarted", "Failed");
  }

  @Test
  void what_a_run_stumbled_over_stands_in_the_row_while_it_is_tried_again() {
    var failed = new AtomicBoolean();
    channel.spawn(
        MemorySource.ofTexts(25)
            .before(
                index ->
                    failed.getAndSet(true)
                        ? never()
                        : CompletableFuture.failedFuture(new IOException("server is away"))));
    channel.collect();
    var stumble = channel.awaitThat(row -> row.error() != null);
    assertThat(stumble.state()).isEqualTo(ChannelPhase.COLLECTING.column());
    assertThat(stumble.reason()).isNull();
    assertThat(stumble.error().message()).isEqualTo("server is away");
  }

  @Test
  void a_batch_that_changes_nothing_is_no_progress() {
    channel.spawn(
        MemorySource.ofTexts(25).failingBefore(3, new IOException("here it always breaks")));
    channel.collect();
    assertThat(channel.await(ChannelPhase.FAILED).reason()).contains("here it always breaks");
    int runs = channel.opened.get();
    channel.source(new StandingStill());
    channel.collect();
    assertThat(channel.await(ChannelPhase.FAILED).reason()).contains("no further");
    // The first run's mark moves the cursor, those of the others do not.
    assertThat(channel.opened.get() - runs).isLessThanOrEqualTo(ChannelFixture.MAX_RESTARTS + 2);
  }

  /** Says where it stands, and breaks. */
  private static final class StandingStill implements ChannelSource<MemorySource.At> {
    @Override
    public Class<MemorySource.At> cursorType() {
      return MemorySource.At.class;
    }

    @Override
    public Source<Arrival<MemorySource.At>, NotUsed> messagesAfter(
        Optional<MemorySource.At> cursor) {
      return Source.single(Arrival.mark(new MemorySource.At(3)))
          .concatLazy(Source.failed(new IOException("no further")));
    }

    @Override
    public Source<Arrival<MemorySource.At>, NotUsed> messages(SortedSet<Long> ids) {
      return Source.empty();
    }

    @Override
    public double progress(MemorySource.At cursor) {
      return 0;
    }
  }

  @Test
  void failures_that_were_told_of_are_no_deaths() {
    channel.spawn(MemorySource.ofTexts(25).failingBefore(0, new IOException("server is away")));
    channel.collect();
    channel.await(ChannelPhase.FAILED);
    assertThat(node.ledger.runs.begin(Channel.ledgerName(channel.id)).deaths()).isZero();
  }

  @Test
  void progress_forgives_earlier_failures() {
    var passed = new AtomicInteger();
    var flaky =
        MemorySource.ofTexts(60)
            .before(
                index ->
                    index > 0 && index % 10 == 0 && passed.getAndSet(index) < index
                        ? CompletableFuture.failedFuture(new IOException("hiccup"))
                        : CompletableFuture.completedFuture(null));
    channel.spawn(flaky);
    channel.collect();
    channel.await(ChannelPhase.COMPLETED);
    channel.assertEachOnce(60);
    assertThat(flaky.cursors())
        .isEqualTo(
            List.of(
                Optional.empty(),
                Optional.of(new At(10)),
                Optional.of(new At(20)),
                Optional.of(new At(30)),
                Optional.of(new At(40)),
                Optional.of(new At(50))));
  }

  @Test
  void a_channel_whose_process_died_too_often_without_progress_fails_until_it_is_told_again() {
    die(ChannelFixture.MAX_RESTARTS + 1);
    channel.spawn(MemorySource.ofTexts(25));
    channel.collect();
    assertThat(channel.await(ChannelPhase.FAILED).reason())
        .isEqualTo("its process ended 3 times in a row before anything was stored");
    assertThat(channel.opened).hasValue(0);
    assertThat(node.ledger.messages(channel.id)).isZero();

    channel.collect();
    channel.await(ChannelPhase.COMPLETED);
    channel.assertEachOnce(25);
  }

  @Test
  void a_channel_whose_process_died_less_often_runs() {
    die(ChannelFixture.MAX_RESTARTS);
    channel.spawn(MemorySource.ofTexts(25));
    channel.collect();
    channel.await(ChannelPhase.COMPLETED);
  }

  @Test
  void goes_on_by_itself_after_a_death_in_mid_run() {
    channel.spawn(MemorySource.ofTexts(25).heldBefore(13, never()));
    channel.collect();
    channel.awaitStored(13);
    channel.stop();

    channel.spawn(MemorySource.ofTexts(25));
    channel.await(ChannelPhase.COMPLETED);
    channel.assertEachOnce(25);
    assertThat(channel.events()).contains(new RunStarted(1), new RunStarted(2));
  }

  @Test
  void what_was_at_its_end_before_a_death_stays_so() {
    channel.spawn(MemorySource.ofTexts(25).failingBefore(12, new Hopeless("cut off")));
    channel.collect();
    channel.await(ChannelPhase.FAILED);
    channel.stop();

    channel.spawn(MemorySource.ofTexts(25));
    assertThat(channel.await(ChannelPhase.FAILED).reason()).isEqualTo("cut off");
    assertThat(channel.opened).hasValue(1);
  }

  @Test
  void a_run_that_lost_to_another_process_stops_without_a_word_in_the_journal() {
    var hold = new CompletableFuture<Void>();
    channel.spawn(MemorySource.ofTexts(25).heldBefore(13, hold));
    channel.collect();
    channel.awaitStored(13);
    die(1);
    var before = channel.events();
    LoggingTestKit.warn("has lost to run 2")
        .withOccurrences(2)
        .expect(node.kit.system(), () -> hold.complete(null));
    channel.replies.expectTerminated(channel.ref(), ChannelFixture.PATIENCE);
    assertThat(channel.await(ChannelPhase.COLLECTING).reason())
        .as("its row is the other's")
        .isNull();
    assertThat(channel.events()).isEqualTo(before);
    assertThat(node.ledger.messages(channel.id)).isEqualTo(13);
    assertThat(
            node.ledger.count(
                "SELECT epoch FROM sluice.run WHERE entity = 'channel-%d'", channel.id))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_run_ends_with_a_journal_that_fails_and_its_place_is_free_for_the_next(boolean atItsEnd) {
    occupyAllPlacesButOne();
    var hold = new CompletableFuture<Void>();
    channel.spawn(MemorySource.ofTexts(25).heldBefore(atItsEnd ? 24 : 0, hold));
    if (atItsEnd) {
      channel.collect();
      channel.awaitStored(24);
      channel.failNextWriteToTheJournal();
    } else {
      channel.failNextWriteToTheJournal();
      channel.ref().tell(new Channel.Collect(ChannelFixture.NEWS, channel.replies.getRef()));
    }
    hold.complete(null);
    channel.until("told", c -> atItsEnd || collected(c));
    channel.until("completed", c -> c.eventNames().contains("Completed"));
    channel.assertEachOnce(25);
  }

  /** A command that came when the journal failed is lost; who sent it must ask again. */
  private static boolean collected(ChannelFixture channel) {
    channel.ref().tell(new Channel.Collect(ChannelFixture.NEWS, channel.replies.getRef()));
    return !channel.events().isEmpty();
  }

  private void occupyAllPlacesButOne() {
    for (int i = 1; i < ChannelFixture.PLACES; i++) {
      ActorRef<Places.Granted> other = node.kit.createTestProbe(Places.Granted.class).getRef();
      channel.places.tell(new Places.Acquire(Claim.ofKind(Channel.KEY.name(), 0), other, 0));
    }
  }
}
