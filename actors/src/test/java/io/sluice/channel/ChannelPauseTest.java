package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.channel.Channel.Collection;
import io.sluice.channel.Channel.Paused;
import io.sluice.channel.ChannelFixture.Hopeless;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.run.Claim;
import io.sluice.run.Places;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelPauseTest {
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

  @Test
  void pauses_after_storing_what_is_on_its_way_and_goes_on_when_told() {
    var source = MemorySource.ofTexts(25).heldBefore(13, never());
    channel.spawn(source);
    channel.collect();
    channel.awaitStored(13);
    channel.pause();
    assertThat(channel.await(ChannelPhase.PAUSED).counters().read()).isEqualTo(13);
    channel.assertEachOnce(13);
    channel.assertIdle();

    channel.source(MemorySource.ofTexts(25));
    channel.collect();
    assertThat(channel.await(ChannelPhase.COMPLETED).counters().read()).isEqualTo(13 + 12);
    channel.assertEachOnce(25);
    assertThat(channel.eventNames())
        .containsExactly(
            "Registered", "Queued", "RunStarted", "Paused", "Queued", "RunStarted", "Completed");
  }

  @Test
  void stays_paused_through_a_death() {
    channel.spawn(MemorySource.ofTexts(25).heldBefore(13, never()));
    channel.collect();
    channel.awaitStored(13);
    channel.pause();
    channel.await(ChannelPhase.PAUSED);
    channel.stop();

    channel.spawn(MemorySource.ofTexts(25));
    channel.await(ChannelPhase.PAUSED);
    channel.assertIdle();
    assertThat(channel.opened).hasValue(1);
  }

  @Test
  void who_asked_is_answered_when_the_row_says_what_the_answer_says() {
    channel.spawn(MemorySource.ofTexts(25).heldBefore(13, never()));
    channel.collect();
    assertThat(rowState()).isIn("waiting", "collecting");
    channel.awaitStored(13);
    channel.ledger.database.transaction(
        connection -> {
          connection
              .createStatement()
              .execute("SELECT FROM sluice.channel WHERE id = %d FOR UPDATE".formatted(channel.id));
          for (int i = 0; i < 3; i++) {
            channel.ref().tell(new Channel.Pause(channel.replies.getRef()));
          }
          channel.until("paused", fixture -> fixture.eventNames().contains("Paused"));
          channel.replies.expectNoMessage(ChannelFixture.MOMENT);
          return null;
        });
    for (int i = 0; i < 3; i++) {
      var answer = channel.replies.receiveMessage(ChannelFixture.PATIENCE).getValue();
      assertThat(answer.phase()).isEqualTo(ChannelPhase.PAUSED);
      assertThat(rowState()).isEqualTo("paused");
    }
  }

  private String rowState() {
    return channel
        .ledger
        .query("SELECT state FROM sluice.channel WHERE id = %d", channel.id)
        .get(0)
        .get(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 24})
  void told_to_pause_and_to_collect_in_one_breath_it_collects_all(int held) {
    channel.spawn(MemorySource.ofTexts(25).heldBefore(held, never()));
    channel.collect();
    channel.awaitThat(row -> row.state().equals("collecting") && row.counters().read() >= held);
    channel.source(MemorySource.ofTexts(25));
    channel.pause();
    channel.collect();
    channel.await(ChannelPhase.COMPLETED);
    channel.assertEachOnce(25);
  }

  @Test
  void a_second_collect_of_the_same_while_it_runs_changes_nothing() {
    var hold = new CompletableFuture<Void>();
    channel.spawn(MemorySource.ofTexts(25).heldBefore(13, hold));
    channel.collect();
    channel.awaitStored(13);
    var before = channel.events();
    channel.collect();
    channel.collect();
    assertThat(channel.events()).isEqualTo(before);
    hold.complete(null);
    assertThat(channel.await(ChannelPhase.COMPLETED).counters().read()).isEqualTo(25);
    assertThat(channel.opened).hasValue(1);
    channel.assertEachOnce(25);
  }

  @Test
  void a_collect_of_something_else_takes_the_place_of_what_runs() {
    channel.spawn(MemorySource.ofTexts(25).heldBefore(13, never()));
    channel.collect();
    channel.awaitStored(13);
    channel.source(MemorySource.ofTexts(40));
    var other = new SourceSpec("memory", "elsewhere", "", "", 0);
    channel.collect(new Collection("news", other));
    channel.await(ChannelPhase.COMPLETED);
    channel.assertEachOnce(40);
    assertThat(channel.opened).hasValue(2);
  }

  @Test
  void a_pause_before_there_is_a_place_gives_up_the_turn() {
    var first = node.kit.createTestProbe(Places.Granted.class);
    var second = node.kit.createTestProbe(Places.Granted.class);
    channel.places.tell(new Places.Acquire(Claim.ofKind(Channel.KEY.name(), 0), first.getRef(), 0));
    channel.places.tell(
        new Places.Acquire(Claim.ofKind(Channel.KEY.name(), 0), second.getRef(), 0));
    channel.spawn(MemorySource.ofTexts(25));
    channel.collect();
    channel.pause();
    channel.await(ChannelPhase.PAUSED);
    channel.places.tell(new Places.Release(first.getRef()));
    channel.assertIdle();
    assertThat(channel.opened).hasValue(0);

    channel.collect();
    channel.await(ChannelPhase.COMPLETED);
    channel.assertEachOnce(25);
  }

  @Test
  void a_place_that_was_given_back_before_it_was_granted_is_nobodys() {
    TestProbe<Places.Command> places = node.kit.createTestProbe(Places.Command.class);
    channel = new ChannelFixture(node, directory, places.getRef());
    channel.spawn(MemorySource.ofTexts(25));
    channel.collect();
    var late = asked(places);
    channel.pause();
    channel.collect();
    var now = asked(places);
    late.holder().tell(new Places.Granted(late.ticket()));
    assertThat(asked(places)).as("it still asks").isEqualTo(now);
    assertThat(channel.opened).hasValue(0);
    now.holder().tell(new Places.Granted(now.ticket()));
    channel.await(ChannelPhase.COMPLETED);
    channel.assertEachOnce(25);
  }

  private static Places.Acquire asked(TestProbe<Places.Command> places) {
    return places
        .fishForMessage(
            ChannelFixture.PATIENCE,
            command ->
                command instanceof Places.Acquire
                    ? FishingOutcomes.complete()
                    : FishingOutcomes.continueAndIgnore())
        .stream()
        .map(Places.Acquire.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** A grant that is on its way when the place is given back and asked for again. */
  @Test
  void a_place_that_is_granted_twice_starts_one_run() {
    TestProbe<Places.Command> places = node.kit.createTestProbe(Places.Command.class);
    channel = new ChannelFixture(node, directory, places.getRef());
    channel.spawn(MemorySource.ofTexts(25));
    channel.collect();
    places.expectMessageClass(Places.Release.class, ChannelFixture.PATIENCE);
    var asked = places.expectMessageClass(Places.Acquire.class, ChannelFixture.PATIENCE);
    asked.holder().tell(new Places.Granted(asked.ticket()));
    asked.holder().tell(new Places.Granted(asked.ticket()));
    channel.await(ChannelPhase.COMPLETED);
    channel.assertIdle();
    channel.assertEachOnce(25);
    assertThat(channel.eventNames())
        .containsExactly("Registered", "Queued", "RunStarted", "Completed");
    assertThat(channel.opened).hasValue(1);
  }

  @Test
  void answers_in_every_phase() {
    channel.spawn(MemorySource.ofTexts(25).heldBefore(13, never()));
    channel.pause();
    assertThat(channel.events()).isEmpty();
    channel.collect();
    channel.awaitStored(13);
    channel.collect();
    channel.pause();
    channel.await(ChannelPhase.PAUSED);
    channel.pause();
    channel.source(MemorySource.ofTexts(25));
    channel.collect();
    channel.await(ChannelPhase.COMPLETED);
    channel.pause();
    channel.source(MemorySource.ofTexts(30).failingBefore(28, new Hopeless("cut off")));
    channel.collect();
    channel.await(ChannelPhase.FAILED);
    channel.pause();
    channel.replies.expectNoMessage(ChannelFixture.MOMENT);
    assertThat(channel.events()).filteredOn(Paused.class::isInstance).hasSize(1);
  }
}
