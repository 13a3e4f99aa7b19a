package io.sluice.ledger.channel;

/**
 * How far a source was read.
 *
 * @param newest the highest id that it told of; 0 without any
 * @param fraction of it that is behind us, from 0 to 1
 * @param unread the ids that it told of and that were not read yet: a JSON array of ranges
 */
public record Reach(long newest, double fraction, String unread) {}
