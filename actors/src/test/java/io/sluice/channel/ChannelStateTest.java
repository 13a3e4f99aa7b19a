package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.channel.Channel.Collection;
import io.sluice.ledger.channel.ChannelPhase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelStateTest {
  private static final Collection WEB =
      new Collection("news", new SourceSpec("telegram-web", "news", "", "", 0, 60_000));
  private static final Collection EXPORT =
      new Collection("news", new SourceSpec("telegram-export", "/export", "", "", 0));

  private final ChannelState following =
      ChannelState.NEW
          .registered(new Channel.Registered(WEB))
          .queued(new Channel.Queued(WEB))
          .caughtUp(new Channel.CaughtUp());

  @Test
  void an_export_comes_before_what_is_followed() {
    assertThat(following).isInstanceOf(ChannelState.Following.class);
    assertThat(((ChannelState.Following) following).eventsOfAdding(EXPORT))
        .containsExactly(new Channel.Queued(EXPORT), new Channel.Postponed(WEB));
  }

  @Test
  void a_channel_that_was_removed_has_forgotten_what_would_have_come_later() {
    var waiting =
        following.queued(new Channel.Queued(EXPORT)).postponed(new Channel.Postponed(WEB));
    assertThat(waiting.plan().later()).containsExactly(WEB);
    var removed = waiting.removed(new Channel.Removed(false));
    assertThat(removed.queued(new Channel.Queued(EXPORT)).plan().later()).isEmpty();
  }

  private static Stream<ChannelState> phases() {
    var plan = new Plan(WEB, List.of(EXPORT));
    return Stream.of(
        new ChannelState.Unregistered(),
        new ChannelState.Registered(plan),
        new ChannelState.Waiting(plan),
        new ChannelState.Collecting(plan),
        new ChannelState.Following(plan),
        new ChannelState.Paused(plan),
        new ChannelState.Completed(plan),
        new ChannelState.Failed(plan, "cut off"),
        new ChannelState.Removing(plan),
        new ChannelState.Removed(plan));
  }

  /** A journal of any version is read to its end. */
  @ParameterizedTest
  @MethodSource("phases")
  void what_has_happened_leads_to_its_phase_from_each(ChannelState before) {
    assertThat(
            Stream.of(
                    before.registered(new Channel.Registered(WEB)),
                    before.queued(new Channel.Queued(WEB)),
                    before.runStarted(new Channel.RunStarted(7)),
                    before.caughtUp(new Channel.CaughtUp()),
                    before.paused(new Channel.Paused()),
                    before.completed(new Channel.Completed()),
                    before.failed(new Channel.Failed("cut off")),
                    before.removed(new Channel.Removed(true)),
                    before.removed(new Channel.Removed(false)),
                    before.postponed(new Channel.Postponed(EXPORT)))
                .map(ChannelState::phase))
        .containsExactly(
            ChannelPhase.REGISTERED,
            ChannelPhase.WAITING,
            ChannelPhase.COLLECTING,
            ChannelPhase.FOLLOWING,
            ChannelPhase.PAUSED,
            ChannelPhase.COMPLETED,
            ChannelPhase.FAILED,
            ChannelPhase.REMOVING,
            ChannelPhase.REMOVED,
            before.phase());
  }

  @ParameterizedTest
  @MethodSource("phases")
  void the_reason_of_a_failure_goes_with_its_phase(ChannelState before) {
    assertThat(before.failed(new Channel.Failed("cut off")).reason()).isEqualTo("cut off");
    assertThat(before.queued(new Channel.Queued(WEB)).reason()).isEmpty();
    assertThat(before.paused(new Channel.Paused()).reason()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("phases")
  void what_its_row_says_wants_to_run_is_active(ChannelState state) {
    assertThat(state.wantsToRun()).isEqualTo(state instanceof ChannelState.Active);
  }
}
