package io.sluice.view;

import java.util.Objects;

/**
 * How the sweep of the store stands, or how the last one ended.
 *
 * @param state {@code none}, {@code running} or {@code ended}
 * @param leastAgeSeconds younger files stay
 * @param progress from 0 to 1
 * @param files that were looked at
 * @param removed of these, since no row tells of them
 * @param bytes of those
 * @param drafts of runs that are over, which were removed too
 * @param problem why it does not go on, or ended early; null if nothing is in its way
 * @param startedAt null if there was none
 * @param endedAt null before its end
 */
public record SweepView(
    String state,
    long leastAgeSeconds,
    double progress,
    long files,
    long removed,
    long bytes,
    long drafts,
    String problem,
    String startedAt,
    String endedAt) {

  public SweepView {
    Objects.requireNonNull(state, "a sweep without a state");
  }
}
