package io.sluice.batch;

import io.sluice.ledger.batch.Item;
import java.util.Optional;

/**
 * An item behind a stage.
 *
 * @param outcome of that stage; empty if the item had passed it before
 */
record Tried<R>(Item item, Optional<ItemOutcome<R>> outcome) {}
