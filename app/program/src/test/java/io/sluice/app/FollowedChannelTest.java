package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.channel.SourceSpec;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FollowedChannelTest {

  private static ChannelList.AtWork running(ChannelList.AtWork row) {
    return new ChannelList.AtWork(row.row(), true);
  }

  @Test
  void a_new_one_waits_and_is_to_be_asked_once() {
    var channel = FollowedRows.channel("news", 1);
    assertThat(channel.standing().phase()).isEqualTo(ChannelPhase.WAITING);
    assertThat(channel.isDone()).isFalse();
    assertThat(channel.standing().gained().read()).isZero();
    assertThat(channel.standing().tally()).isEqualTo(Tally.NONE);
    assertThat(channel.standing().fraction()).isZero();
    assertThat(channel.name()).isEqualTo("news");
    assertThat(channel.source().location()).isEqualTo("/export0");
    assertThat(channel.isToBeAsked()).isTrue();
    channel.asking();
    assertThat(channel.isToBeAsked()).isFalse();
    channel.refused();
    assertThat(channel.isToBeAsked()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = ChannelPhase.class,
      names = {"REGISTERED", "WAITING", "COLLECTING"})
  void it_goes_on_while_its_channel_does(ChannelPhase phase) {
    var channel = FollowedRows.asked("news", 1);
    channel.take(FollowedRows.row(phase, FollowedRows.read(10), 0.25));
    assertThat(channel.isDone()).isFalse();
    assertThat(channel.standing().phase()).isEqualTo(phase);
    assertThat(channel.standing().gained().read()).isEqualTo(10);
    assertThat(channel.standing().fraction()).isEqualTo(0.25);
  }

  @ParameterizedTest
  @EnumSource(
      value = ChannelPhase.class,
      names = {"PAUSED", "COMPLETED", "FAILED"})
  void it_is_done_when_its_channel_is_at_an_end_and_complete_only_if_that_is(ChannelPhase phase) {
    var channel = FollowedRows.asked("news", 1);
    var sources = List.of(channel.source());
    assertThat(channel.take(FollowedRows.row(phase, "why", sources, FollowedRows.read(10), 1)))
        .isTrue();
    assertThat(channel.isDone()).isTrue();
    assertThat(channel.standing().isComplete()).isEqualTo(phase == ChannelPhase.COMPLETED);
    assertThat(channel.standing().reason()).isEqualTo("why");
  }

  @Test
  void after_its_end_nothing_changes_it() throws InterruptedException {
    var channel = FollowedRows.asked("news", 1);
    channel.take(FollowedRows.row(ChannelPhase.COMPLETED, FollowedRows.read(10), 1));
    var elapsed = channel.standing().elapsed();
    Thread.sleep(2);
    assertThat(channel.take(FollowedRows.row(ChannelPhase.FAILED, FollowedRows.read(99), 1)))
        .isFalse();
    assertThat(channel.standing().isComplete()).isTrue();
    assertThat(channel.standing().gained().read()).isEqualTo(10);
    assertThat(channel.standing().elapsed()).isEqualTo(elapsed);
  }

  @Test
  void it_collects_one_source_after_another_and_adds_them_up() {
    var channel = FollowedRows.asked("news", 2);
    channel.take(FollowedRows.row(ChannelPhase.COLLECTING, FollowedRows.read(30), 0.5));
    assertThat(channel.standing().fraction()).isCloseTo(0.25, within(1e-9));

    channel.take(FollowedRows.row(ChannelPhase.COMPLETED, FollowedRows.read(60), 1));
    assertThat(channel.isDone()).isFalse();
    assertThat(channel.isToBeAsked()).isTrue();
    assertThat(channel.standing().phase()).isEqualTo(ChannelPhase.WAITING);
    assertThat(channel.source().location()).isEqualTo("/export1");
    assertThat(channel.standing().gained().read()).isEqualTo(60);
    assertThat(channel.standing().fraction()).isCloseTo(0.5, within(1e-9));

    channel.asked();
    channel.take(FollowedRows.rowOfLast(2, ChannelPhase.WAITING, FollowedRows.read(60), 1));
    assertThat(channel.standing().fraction())
        .as("nothing is read of it yet")
        .isCloseTo(0.5, within(1e-9));
    channel.take(FollowedRows.rowOfLast(2, ChannelPhase.COLLECTING, FollowedRows.read(65), 0.5));
    assertThat(channel.standing().gained().read()).isEqualTo(65);
    assertThat(channel.standing().fraction()).isCloseTo(0.75, within(1e-9));
    channel.take(FollowedRows.rowOfLast(2, ChannelPhase.COMPLETED, FollowedRows.read(70), 1));
    assertThat(channel.standing().isComplete()).isTrue();
    assertThat(channel.standing().gained().read()).isEqualTo(70);
  }

  @Test
  void a_failure_of_what_its_channel_went_on_with_is_not_its_own() {
    var channel = FollowedRows.asked("news", 1);
    channel.take(FollowedRows.rowOfLast(2, ChannelPhase.FAILED, FollowedRows.readAndFailed(10), 1));
    assertThat(channel.isDone()).isTrue();
    assertThat(channel.standing().phase()).isEqualTo(ChannelPhase.COMPLETED);
  }

  @ParameterizedTest
  @EnumSource(
      value = ChannelPhase.class,
      names = {"PAUSED", "FAILED"})
  void after_an_end_that_is_no_completion_it_begins_no_other_source(ChannelPhase phase) {
    var channel = FollowedRows.asked("news", 2);
    channel.take(FollowedRows.row(phase, FollowedRows.read(10), 1));
    assertThat(channel.isDone()).isTrue();
    assertThat(channel.isToBeAsked()).isFalse();
    assertThat(channel.standing().isComplete()).isFalse();
  }

  @Test
  void what_its_row_tells_before_the_channel_has_answered_is_passed_over() {
    var channel = FollowedRows.channel("news", 2);
    var first = FollowedRows.row(ChannelPhase.COMPLETED, FollowedRows.read(60), 1);
    assertThat(channel.take(first)).isFalse();
    channel.asking();
    assertThat(channel.take(first)).isFalse();
    channel.asked();
    assertThat(channel.take(first)).isFalse();
    assertThat(channel.source().location()).isEqualTo("/export1");
    channel.asking();
    assertThat(channel.take(first)).as("what ended before").isFalse();
    assertThat(channel.isDone()).isFalse();
    assertThat(channel.standing().phase()).isEqualTo(ChannelPhase.WAITING);
    assertThat(channel.standing().gained().read()).isEqualTo(60);
  }

  @Test
  void a_channel_that_goes_on_with_what_it_had_before_has_ended_what_was_asked() {
    var channel = FollowedRows.asked("news", 1);
    var earlier = new SourceSpec("telegram-web", "news", "", "", 0, 60_000);
    var both = List.of(channel.source(), earlier);
    channel.take(FollowedRows.row(ChannelPhase.COLLECTING, "", both, FollowedRows.read(10), 0.5));
    assertThat(channel.isDone()).isFalse();
    channel.take(
        FollowedRows.row(ChannelPhase.WAITING, "", List.of(earlier), FollowedRows.read(20), 1));
    assertThat(channel.standing().isComplete()).isTrue();
  }

  @Test
  void a_channel_that_gave_up_on_a_source_and_went_on_with_the_next_has_failed() {
    var later = new SourceSpec("telegram-web", "news", "", "", 0, 60_000);
    var counters = FollowedRows.readAndFailed(10);
    var row = FollowedRows.row(ChannelPhase.WAITING, "cut off", List.of(later), counters, 1);
    var channel = FollowedRows.asked("news", 2);
    channel.take(row);
    assertThat(channel.isDone()).isTrue();
    assertThat(channel.standing().phase()).isEqualTo(ChannelPhase.FAILED);
    assertThat(channel.standing().reason()).isEqualTo("cut off");

    var ofNodes = new FollowedChannel(7, "news", FollowedRows.BEFORE, false, false);
    ofNodes.asked(FollowedRows.NOON);
    ofNodes.take(row);
    assertThat(ofNodes.isDone()).as("the next source is still to come").isFalse();
    ofNodes.take(FollowedRows.row(ChannelPhase.FOLLOWING, "cut off", List.of(later), counters, 1));
    assertThat(ofNodes.standing().phase()).isEqualTo(ChannelPhase.FAILED);
    assertThat(ofNodes.standing().reason()).isEqualTo("cut off");
  }

  @Test
  void one_that_was_paused_is_at_its_end_when_its_run_has_stored_what_was_on_its_way() {
    var channel = FollowedRows.asked("news", 1);
    channel.take(FollowedRows.row(ChannelPhase.COLLECTING, FollowedRows.read(10), 0.1));
    channel.take(running(FollowedRows.row(ChannelPhase.PAUSED, FollowedRows.read(10), 0.1)));
    assertThat(channel.isDone()).isFalse();
    assertThat(channel.standing().phase()).isEqualTo(ChannelPhase.COLLECTING);
    channel.take(FollowedRows.row(ChannelPhase.PAUSED, FollowedRows.read(12), 0.12));
    assertThat(channel.isDone()).isTrue();
    assertThat(channel.standing().gained().read()).isEqualTo(12);
  }

  @Test
  void having_all_there_is_is_no_end_of_a_source_that_is_followed() {
    var spec = new SourceSpec("telegram-web", "news", "", "", 0, 60_000);
    var channel =
        new FollowedChannel(
            FollowedRows.channel("news", 1).standing().channel(),
            FollowedRows.BEFORE,
            List.of(spec));
    channel.asked();
    var row = FollowedRows.row(ChannelPhase.FOLLOWING, "", List.of(spec), FollowedRows.read(10), 1);
    channel.take(row);
    assertThat(channel.isDone()).isFalse();
    var ofNodes = new FollowedChannel(7, "news", FollowedRows.BEFORE, false, false);
    ofNodes.asked(FollowedRows.NOON);
    ofNodes.take(row);
    assertThat(ofNodes.isDone()).as("who asked nodes for what there is").isTrue();
  }

  @Test
  void of_nodes_a_row_that_is_older_than_the_asking_tells_of_an_earlier_end() {
    var channel = new FollowedChannel(7, "news", FollowedRows.BEFORE, false, true);
    var row = FollowedRows.row(ChannelPhase.COMPLETED, FollowedRows.read(10), 1);
    channel.asked(FollowedRows.NOON.plusSeconds(1));
    channel.take(row);
    assertThat(channel.isDone()).isFalse();
    channel.asked(FollowedRows.NOON);
    channel.take(row);
    assertThat(channel.standing().isComplete()).isTrue();
    assertThat(channel.standing().isReadToEnd()).as("it was limited").isFalse();
  }

  @Test
  void a_stumble_is_told_until_the_row_tells_of_something_later() {
    var channel = FollowedRows.asked("news", 1);
    var stumbled =
        FollowedRows.row(
            ChannelPhase.COLLECTING,
            "cut off",
            List.of(channel.source()),
            FollowedRows.read(10),
            0.5);
    channel.take(stumbled);
    assertThat(channel.standing().reason()).isEqualTo("cut off");
    channel.take(FollowedRows.later(stumbled));
    assertThat(channel.standing().reason()).isEmpty();
  }
}
