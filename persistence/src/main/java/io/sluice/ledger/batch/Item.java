package io.sluice.ledger.batch;

/**
 * An item that is to be worked on.
 *
 * @param number within its batch, from 1
 * @param address where it is, in the kind's own form
 * @param stage the next that it has to pass, from 0
 * @param attempts how often it was tried apart in this stage
 * @param delays how often it was put off in this stage, as that counts
 */
public record Item(long number, String address, int stage, int attempts, int delays) {}
