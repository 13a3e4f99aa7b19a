package io.sluice.app;

import io.sluice.ledger.batch.BatchRow;
import io.sluice.persistence.Database;
import java.io.IOException;
import java.io.PrintWriter;

/** What a command wants of a batch besides that its items are worked on. */
interface BatchErrand {
  /** Nothing. */
  BatchErrand NONE = new BatchErrand() {};

  /**
   * Looks, before the batch begins, whether the errand can be done at all.
   *
   * @throws IOException with what is missing and what to do
   */
  default void check(Database database) throws IOException {}

  /** Waits for what follows on a batch whose items are all done, while the nodes are at work. */
  default void await(Database database, BatchRow batch, ProgressDisplay display)
      throws InterruptedException {}

  /** Nobody waits any more. */
  default void stop() {}

  /**
   * Does what is left to do when the batch is over.
   *
   * @return the exit code, if all else was well
   */
  default int end(Database database, BatchRow batch, PrintWriter out) throws IOException {
    return 0;
  }
}
