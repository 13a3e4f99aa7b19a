package io.sluice.app;

import io.sluice.blob.StorageException;
import io.sluice.cluster.OutOfClusterException;
import io.sluice.cluster.PortTakenException;
import io.sluice.ledger.batch.NameTakenException;
import io.sluice.ledger.node.EntryRefusedException;
import io.sluice.persistence.DatabaseException;
import io.sluice.server.ListenException;

/** What users can mend when it is told to them in one line. */
final class Failure {
  private Failure() {}

  static boolean isMendable(Exception e) {
    return e instanceof DatabaseException
        || e instanceof PortTakenException
        || e instanceof ListenException
        || e instanceof StorageException
        || e instanceof NameTakenException
        || e instanceof EntryRefusedException
        || e instanceof OutOfClusterException;
  }
}
