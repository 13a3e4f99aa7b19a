package io.sluice.app;

import io.sluice.blob.StorageException;
import io.sluice.cluster.OutOfClusterException;
import io.sluice.cluster.PortTakenException;
import io.sluice.ledger.node.EntryRefusedException;
import io.sluice.persistence.DatabaseException;
import io.sluice.server.ListenException;
import java.io.IOException;
import java.io.PrintWriter;

/** Prints what went wrong: one line for what users can mend, the whole trace for what we must. */
final class Failure {
  private Failure() {}

  static void print(PrintWriter err, Exception e) {
    if (e instanceof DatabaseException
        || e instanceof PortTakenException
        || e instanceof ListenException
        || e instanceof StorageException
        || e instanceof EntryRefusedException
        || e instanceof OutOfClusterException
        || e instanceof IOException) {
      err.println("sluice: " + e.getMessage());
    } else {
      err.println("sluice: this should not have happened; please report it with these lines:");
      e.printStackTrace(err);
    }
  }
}
