package io.sluice.app;

import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.Batches;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batch of a {@code submit}, whichever process does the work: looks at its row, which stays
 * when a node goes, until it has its end.
 */
final class FollowedBatch {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedBatch.class);
  private static final long LOOK_MILLIS = 100;

  private final Batches batches;
  private final long began = System.nanoTime();
  private volatile BatchRow row;
  private volatile boolean stopped;

  FollowedBatch(Database database, long id) {
    batches = new Batches(database);
    row = batches.byId(id).orElseThrow();
  }

  /** As it was at the last look. */
  BatchRow row() {
    return row;
  }

  /** A line for people. */
  String line() {
    return BatchProgress.of(row, (System.nanoTime() - began) / 1e9);
  }

  /** Whether it has all that there is, and each item is stored. */
  boolean isWhole() {
    return row.phase() == BatchPhase.COMPLETED
        && row.counts().failed() + row.counts().dead() + row.missed() == 0;
  }

  /**
   * Returns at its end.
   *
   * @param pauseEnds whether a pause is an end, too
   */
  void follow(boolean pauseEnds) throws InterruptedException {
    while (!stopped && !isAtEnd(pauseEnds)) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private boolean isAtEnd(boolean pauseEnds) {
    try {
      var now = batches.byId(row.id());
      if (now.isEmpty()) {
        LOG.warn("{} was removed meanwhile", row.name());
        return true;
      }
      look(now.get());
      return row.phase().isEnd()
          // Paused at once, it stores what is on its way.
          || pauseEnds && row.phase() == BatchPhase.PAUSED && !row.inFlight();
    } catch (DatabaseException e) {
      if (!e.isOutage()) {
        throw e;
      }
      LOG.debug("The batch cannot be looked at", e);
      return false;
    }
  }

  private void look(BatchRow now) {
    if (now.phase() != row.phase()) {
      LOG.info("{}: {}", now.name(), now.phase().column());
    }
    row = now;
  }

  /** Nobody waits any more. */
  void stop() {
    stopped = true;
  }
}
