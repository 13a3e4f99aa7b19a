package io.sluice.ledger.batch;

import java.time.Instant;

/**
 * What has become of an item in one stage.
 *
 * @param stage that comes next
 * @param notBefore when it may come again; null if at once
 * @param reason in a word, why it failed; null if it has not
 * @param detail more of that; null if there is none
 * @param bytes of its content
 * @param delays how much it counts that it was put off
 */
public record Settled(
    long number,
    int stage,
    ItemState state,
    Instant notBefore,
    String reason,
    String detail,
    long bytes,
    int delays) {

  /** Whether it is in the next stage at once. */
  public boolean goesOn() {
    return state == ItemState.PENDING && notBefore == null;
  }
}
