package io.sluice.ledger.batch;

import java.util.UUID;

/**
 * An item as its source lists it.
 *
 * @param key the same whenever the source lists it again
 * @param address where it is, in the kind's own form
 * @param group those in a row that have the same one are in the same chunk; null for none
 */
public record Listed(UUID key, String address, String group) {

  /** One that may be in any chunk. */
  public Listed(UUID key, String address) {
    this(key, address, null);
  }

  /** Whether a chunk may end between this one and the next. */
  public boolean isApartFrom(Listed next) {
    return group == null || !group.equals(next.group());
  }
}
