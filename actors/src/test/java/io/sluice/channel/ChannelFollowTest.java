package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.channel.Channel.CaughtUp;
import io.sluice.channel.Channel.Collection;
import io.sluice.channel.Channel.Failed;
import io.sluice.channel.Channel.Queued;
import io.sluice.channel.Channel.Registered;
import io.sluice.channel.Channel.RunStarted;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.run.Claim;
import io.sluice.run.Places;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A channel that goes on with what comes. */
class ChannelFollowTest {
  private static final Collection FOLLOWED =
      new Collection("news", new SourceSpec("memory", "here", "", "", 0, 20));

  private static ChannelFixture.Node node;

  @TempDir Path directory;
  private ChannelFixture channel;
  private final MemorySource source = MemorySource.ofTexts(5);

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

  private void follow() {
    channel.spawn(source);
    channel.collect(FOLLOWED);
    channel.await(ChannelPhase.FOLLOWING);
  }

  private void untilLookedAgain(int times) {
    untilLooked(source.looks() + times);
  }

  private void untilLooked(int times) {
    channel.until("looked for news", nothing -> source.looks() >= times);
  }

  private void untilEachOnce(int messages) {
    channel.until(messages + " messages", nothing -> node.ledger.messages(channel.id) >= messages);
    channel.assertEachOnce(messages);
  }

  private List<TestProbe<Places.Granted>> takeAllPlaces() {
    var others = new ArrayList<TestProbe<Places.Granted>>();
    for (int i = 0; i < ChannelFixture.PLACES; i++) {
      TestProbe<Places.Granted> other = node.kit.createTestProbe(Places.Granted.class);
      channel.places.tell(
          new Places.Acquire(Claim.ofKind(Channel.KEY.name(), 0), other.getRef(), 0));
      other.receiveMessage(ChannelFixture.PATIENCE);
      others.add(other);
    }
    return others;
  }

  private void leavePlaces(List<TestProbe<Places.Granted>> others) {
    others.forEach(other -> channel.places.tell(new Places.Release(other.getRef())));
  }

  @Test
  void looks_for_news_when_all_is_read() {
    follow();
    channel.assertEachOnce(5);
    source.add(2);
    channel.awaitStored(7);
    channel.assertEachOnce(7);
    source.add(1);
    assertThat(channel.awaitThat(row -> row.counters().read() == 8).state())
        .isEqualTo(ChannelPhase.FOLLOWING.column());
  }

  @Test
  void a_look_for_news_is_no_event() {
    follow();
    source.add(1);
    untilLookedAgain(5);
    assertThat(channel.events())
        .containsExactly(
            new Registered(FOLLOWED), new Queued(FOLLOWED), new RunStarted(1), new CaughtUp());
  }

  /** A whole run finds out which photo it was; a look for news would wipe the trace away. */
  @Test
  void what_killed_a_process_is_left_to_a_whole_run() {
    node.ledger.runs.begin(Channel.ledgerName(channel.id));
    var others = takeAllPlaces();
    channel.spawn(source);
    channel.collect(FOLLOWED);
    channel.until(
        "left alone",
        nothing ->
            node.ledger.count(
                    "SELECT count(*) FROM sluice.run WHERE entity = '%s'"
                        + " AND deaths = 1 AND epoch > 3 AND NOT running",
                    Channel.ledgerName(channel.id))
                == 1);
    assertThat(source.looks()).isZero();
    leavePlaces(others);
    channel.await(ChannelPhase.FOLLOWING);
    untilEachOnce(5);
  }

  @Test
  void news_need_no_place() {
    follow();
    var others = takeAllPlaces();
    source.add(2);
    untilEachOnce(7);
    leavePlaces(others);
  }

  @Test
  void one_that_follows_leaves_its_place_to_others() {
    follow();
    takeAllPlaces();
  }

  @Test
  void looks_for_news_while_it_waits_for_a_place() {
    var others = takeAllPlaces();
    source.mostNews(2);
    channel.spawn(source);
    channel.collect(FOLLOWED);
    channel.awaitStored(2);
    assertThat(channel.eventNames()).containsExactly("Registered", "Queued");
    leavePlaces(others);
    channel.await(ChannelPhase.FOLLOWING);
    channel.assertEachOnce(5);
  }

  @Test
  void a_place_that_comes_while_news_are_read_is_used_when_they_are() {
    var others = takeAllPlaces();
    var hold = new CompletableFuture<Void>();
    source.mostNews(1).beforeLook(look -> hold);
    channel.spawn(source);
    channel.collect(FOLLOWED);
    untilLooked(1);
    leavePlaces(others);
    hold.complete(null);
    channel.await(ChannelPhase.FOLLOWING);
    channel.assertEachOnce(5);
  }

  @Test
  void what_the_news_leave_out_is_read_by_a_whole_run() {
    source.mostNews(1);
    follow();
    source.add(4);
    untilEachOnce(9);
    channel.until(
        "following again",
        nothing -> channel.eventNames().stream().filter("CaughtUp"::equals).count() == 2);
    assertThat(channel.eventNames())
        .containsExactly(
            "Registered", "Queued", "RunStarted", "CaughtUp", "Queued", "RunStarted", "CaughtUp");
  }

  @Test
  void one_that_is_paused_looks_no_more() {
    follow();
    untilLookedAgain(2);
    channel.pause();
    channel.await(ChannelPhase.PAUSED);
    source.add(2);
    int looks = source.looks();
    channel.replies.expectNoMessage(ChannelFixture.MOMENT);
    assertThat(source.looks()).isEqualTo(looks);
    channel.assertEachOnce(5);

    channel.collect(FOLLOWED);
    untilEachOnce(7);
  }

  @Test
  void pausing_ends_a_look_that_takes_long() {
    var hold = new CompletableFuture<Void>();
    source.beforeLook(look -> hold);
    follow();
    untilLooked(1);
    channel.pause();
    channel.await(ChannelPhase.PAUSED);
  }

  @Test
  void one_that_dies_while_it_follows_goes_on_following() {
    follow();
    channel.stop();
    source.add(2);
    channel.spawn(source);
    channel.await(ChannelPhase.FOLLOWING);
    untilEachOnce(7);
    assertThat(channel.events().subList(0, 4))
        .containsExactly(
            new Registered(FOLLOWED), new Queued(FOLLOWED), new RunStarted(1), new CaughtUp());
  }

  @Test
  void news_that_cannot_be_had_some_times_are_had_later() {
    source.beforeLook(
        look ->
            look < ChannelFixture.MAX_RESTARTS
                ? CompletableFuture.failedFuture(new IOException("no network"))
                : CompletableFuture.completedFuture(null));
    follow();
    source.add(2);
    untilEachOnce(7);
    assertThat(channel.eventNames()).doesNotContain("Failed");
  }

  @Test
  void news_that_cannot_be_had_again_and_again_end_it() {
    source.beforeLook(look -> CompletableFuture.failedFuture(new IOException("no network")));
    follow();
    assertThat(channel.await(ChannelPhase.FAILED).reason())
        .isEqualTo("3 runs in a row failed, the last with: no network");
    assertThat(channel.events()).last().isInstanceOf(Failed.class);
    assertThat(source.looks()).isEqualTo(ChannelFixture.MAX_RESTARTS + 1);
  }

  @Test
  void one_that_is_told_to_collect_once_follows_no_more() {
    follow();
    channel.collect(ChannelFixture.NEWS);
    channel.await(ChannelPhase.COMPLETED);
    int looks = source.looks();
    channel.replies.expectNoMessage(ChannelFixture.MOMENT);
    assertThat(source.looks()).isEqualTo(looks);
  }
}
