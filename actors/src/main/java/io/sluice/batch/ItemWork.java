package io.sluice.batch;

import io.sluice.ledger.Fence;
import io.sluice.ledger.batch.Item;
import java.util.function.BooleanSupplier;

/**
 * An item that a stage is to work on.
 *
 * @param run that does it
 * @param batch whose item it is
 * @param batchName as people know it
 * @param suspect whether a process may have died of it: what could end this one is to be done in a
 *     child
 * @param wanted false when its run is over
 */
public record ItemWork(
    Fence run, long batch, String batchName, Item item, boolean suspect, BooleanSupplier wanted) {}
