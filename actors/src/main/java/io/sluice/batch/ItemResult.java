package io.sluice.batch;

import io.sluice.ledger.Fence;

/**
 * What a stage has made of an item, to be written.
 *
 * @param run that did it
 * @param batch whose item it is
 * @param number of the item within it
 */
public record ItemResult<R>(Fence run, long batch, long number, R value) {}
