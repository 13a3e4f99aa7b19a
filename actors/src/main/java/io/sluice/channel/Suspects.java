package io.sluice.channel;

import io.sluice.photo.Suspicion;

/**
 * Tells which photos a process may have died of: those of the first messages behind the cursor, as
 * many as may be on their way between the source and the ledger. Nothing has to be noted for that
 * before a process dies.
 *
 * @param deaths of processes in a row, without progress between them; 0 suspects nothing
 * @param group messages in one transaction, at most
 */
record Suspects(int deaths, int group) {
  /** One group is being stored while the next one fills, beside a message that did not fit. */
  private static final int GROUPS = 2;

  /**
   * After one death a photo that has its file is not suspected. After more, files do not count, and
   * more messages are suspected each time: the run that died may have had larger groups, or met its
   * messages in another order.
   *
   * @param index of the photo's message among those that this run meets
   * @param window messages whose photos are in work at once
   */
  Suspicion of(long index, int window) {
    if (index >= deaths * (GROUPS * (long) group + 1 + window)) {
      return Suspicion.NONE;
    }
    return deaths == 1 ? Suspicion.UNLESS_MADE : Suspicion.STRONG;
  }
}
