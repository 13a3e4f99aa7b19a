package io.sluice.view;

import java.util.List;

/**
 * A page of what has happened to a batch or a channel, the last first.
 *
 * @param next the token of the page before it; null if there is none
 */
public record LifeLogView(List<Entry> events, String next) {
  public LifeLogView {
    events = Lists.orNone(events);
  }

  /**
   * Something that has happened.
   *
   * @param event such as {@code paused}
   * @param about why, or what it was about; null where there is no more to say
   */
  public record Entry(long number, String at, String event, String about) {}
}
