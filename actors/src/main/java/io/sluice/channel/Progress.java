package io.sluice.channel;

import io.sluice.ledger.channel.StoredRows;

/**
 * One group has been stored.
 *
 * @param stored what the database counted
 * @param read messages the source gave
 * @param knownPhotos photos that were stored already
 * @param fraction of the whole source behind us, from 0 to 1
 */
public record Progress(StoredRows stored, int read, int knownPhotos, double fraction) {}
