package io.sluice.view;

import java.util.Map;
import java.util.Objects;

/**
 * A batch, and how it stands.
 *
 * @param reason why it failed; null if it has not
 * @param lastError what a run of it last stumbled over; null if nothing
 * @param source where its items come from; null of a kind that the node does not know
 * @param allListed whether all its items are listed that could be
 * @param passedOver what was listed and is no item, by reason
 * @param missed how many of these could not be looked at: what is there is missing
 * @param secondsLeft until all that is listed by now has an end; null where that cannot be told
 * @param endedAt null before its end
 */
public record BatchView(
    long id,
    String name,
    String kind,
    String state,
    String reason,
    String lastError,
    BatchSourceView source,
    boolean allListed,
    BatchCountersView counters,
    Map<String, Long> passedOver,
    long missed,
    BatchRateView rate,
    Double secondsLeft,
    String createdAt,
    String changedAt,
    String endedAt) {

  public BatchView {
    Objects.requireNonNull(name, "a batch without a name");
    Objects.requireNonNull(state, "a batch without a state");
    counters = counters == null ? BatchCountersView.NONE : counters;
    passedOver = passedOver == null ? Map.of() : passedOver;
    rate = rate == null ? BatchRateView.NONE : rate;
  }
}
