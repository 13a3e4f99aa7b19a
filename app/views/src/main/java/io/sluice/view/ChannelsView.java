package io.sluice.view;

import java.util.List;
import java.util.Objects;

/**
 * A page of channels.
 *
 * @param next what to ask for the next page with; null behind the last
 */
public record ChannelsView(List<ChannelView> channels, String next) {
  public ChannelsView {
    Objects.requireNonNull(channels, "no channels");
  }
}
