package io.sluice.view;

import java.util.Objects;

/**
 * A feed and how it stands.
 *
 * @param url without a password
 * @param consumers nodes that read it
 * @param lag entries that nobody has read; null where its server cannot tell
 * @param pending entries that are read and not acknowledged; null while nobody knows
 * @param oldestPendingAt null if there are none
 * @param deadLetters that lie there, counted up to a thousand
 * @param lastError null if there was none
 */
public record FeedView(
    long id,
    String name,
    String url,
    String group,
    String state,
    Counters counters,
    int consumers,
    double entriesPerSecond,
    Long lag,
    Long pending,
    String oldestPendingAt,
    long deadLetters,
    String lastError,
    String lastErrorAt,
    String createdAt,
    String changedAt) {

  public FeedView {
    Objects.requireNonNull(name, "a feed without a name");
    Objects.requireNonNull(state, "a feed without a state");
    counters = counters == null ? new Counters(0, 0, 0, 0, 0) : counters;
  }

  /**
   * What has become of its entries.
   *
   * @param ghosts that were deleted before they were acknowledged
   */
  public record Counters(long read, long stored, long duplicates, long dead, long ghosts) {}
}
