package io.sluice.batch;

import io.sluice.ledger.batch.Item;

/**
 * An item that a stage has an end for, and no result.
 *
 * @param batch whose item it is
 * @param dead whether it ended its process, or took longer than it may
 * @param reason a word that others share
 * @param detail what is special about this one; may be empty
 */
public record FailedItem(long batch, Item item, boolean dead, String reason, String detail) {}
