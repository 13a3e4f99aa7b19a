package io.sluice.view;

import java.util.List;
import java.util.Objects;

/** All about a channel. */
public record ChannelDetailsView(
    ChannelView channel,
    List<String> aliases,
    List<SourceView> waitingSources,
    CompletenessView completeness) {

  public ChannelDetailsView {
    Objects.requireNonNull(channel, "no channel");
    aliases = Lists.orNone(aliases);
    waitingSources = Lists.orNone(waitingSources);
  }
}
