package io.sluice.channel;

import io.sluice.ledger.StoredBatch;
import java.util.Map;

/**
 * One batch has been stored.
 *
 * @param batch what the database counted
 * @param read messages the source gave
 * @param skipped messages left out, by reason
 * @param knownPhotos photos that were stored already
 * @param unknownFields fields the source did not know
 * @param fraction of the whole source behind us, from 0 to 1
 */
public record Progress(
    StoredBatch batch,
    int read,
    Map<SkipReason, Integer> skipped,
    int knownPhotos,
    int unknownFields,
    double fraction) {
  public Progress {
    skipped = Map.copyOf(skipped);
  }
}
