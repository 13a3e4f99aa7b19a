package io.sluice.view;

import java.util.List;
import java.util.Objects;

/** The channels of a source that was given. */
public record AddedChannelsView(List<Added> channels) {
  public AddedChannelsView {
    Objects.requireNonNull(channels, "no channels");
  }

  /**
   * One of them.
   *
   * @param added false for one that was there already
   */
  public record Added(long id, String name, String state, boolean added) {}
}
