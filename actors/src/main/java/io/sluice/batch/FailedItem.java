package io.sluice.batch;

import io.sluice.ledger.batch.Item;

/**
 * An item that a stage has an end for, and no result.
 *
 * @param batch whose item it is
 * @param reason a word that others share
 * @param detail what is special about this one; may be empty
 */
public record FailedItem(long batch, Item item, String reason, String detail) {}
