package io.sluice.ledger.channel;

import java.util.Map;

/**
 * What a transaction changed, as the database counted it.
 *
 * @param inserted messages that were not there
 * @param updated messages that were there in an older form
 * @param unchanged messages that were there as they are
 * @param photos how many photos ended how
 * @param bytesBefore of the photos stored, as they came
 * @param bytesAfter of the photos stored, as files
 * @param progress whether anything is final that was not, or the cursor moved
 */
public record StoredRows(
    int inserted,
    int updated,
    int unchanged,
    Map<PhotoOutcome, Integer> photos,
    long bytesBefore,
    long bytesAfter,
    boolean progress) {
  public StoredRows {
    photos = Map.copyOf(photos);
  }
}
