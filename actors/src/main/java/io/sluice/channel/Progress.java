package io.sluice.channel;

import io.sluice.ledger.channel.StoredRows;
import java.util.Map;

/**
 * One batch has been stored.
 *
 * @param stored what the database counted
 * @param read messages the source gave
 * @param skipped messages left out, by reason
 * @param knownPhotos photos that were stored already
 * @param fraction of the whole source behind us, from 0 to 1
 */
public record Progress(
    StoredRows stored,
    int read,
    Map<SkipReason, Integer> skipped,
    int knownPhotos,
    double fraction) {
  public Progress {
    skipped = Map.copyOf(skipped);
  }
}
