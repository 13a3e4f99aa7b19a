package io.sluice.view;

import java.util.List;
import java.util.Objects;

/** A channel, and how it stands. */
public record ChannelView(
    long id,
    String name,
    String title,
    String state,
    String reason,
    LastError lastError,
    SourceView source,
    CountersView counters,
    RateView rate,
    double progress,
    long newestAnnounced,
    List<RangeView> unread,
    String addedAt,
    String changedAt) {

  public ChannelView {
    Objects.requireNonNull(name, "a channel without a name");
    Objects.requireNonNull(state, "a channel without a state");
    title = title == null ? "" : title;
    counters = counters == null ? CountersView.NONE : counters;
    rate = rate == null ? RateView.NONE : rate;
    unread = Lists.orNone(unread);
  }

  /** What a run last stumbled over. */
  public record LastError(String message, String at) {}
}
