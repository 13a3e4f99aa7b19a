package io.sluice.ledger.batch;

import java.util.UUID;

/**
 * An item as its source lists it.
 *
 * @param key the same whenever the source lists it again
 * @param address where it is, in the kind's own form
 */
public record Listed(UUID key, String address) {}
