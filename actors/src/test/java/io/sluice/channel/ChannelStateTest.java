package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.channel.Channel.Collection;
import org.junit.jupiter.api.Test;

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
}
