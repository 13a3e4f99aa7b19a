package io.sluice.ledger.website;

/**
 * How many queries one page may yet take, of however many batches: each that is to be asked takes
 * one, and where none is left the page ends before it is full.
 */
final class PageSteps {
  private static final int MOST = 20;

  private int left = MOST;

  boolean areLeft() {
    return left > 0;
  }

  /** False where none is left. */
  boolean take() {
    return left-- > 0;
  }
}
