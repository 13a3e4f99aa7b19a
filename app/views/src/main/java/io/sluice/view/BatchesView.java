package io.sluice.view;

import java.util.List;
import java.util.Objects;

/**
 * A page of batches.
 *
 * @param next what to ask for the next page with; null behind the last
 */
public record BatchesView(List<BatchView> batches, String next) {
  public BatchesView {
    Objects.requireNonNull(batches, "no batches");
  }
}
