package io.sluice.view;

import java.util.List;

/** Why items of a batch have failed or are dead, the most frequent reason first. */
public record BatchFailuresView(List<Reason> failures) {
  public BatchFailuresView {
    failures = Lists.orNone(failures);
  }

  /** One reason, and how many items have it. */
  public record Reason(String reason, long items) {}
}
