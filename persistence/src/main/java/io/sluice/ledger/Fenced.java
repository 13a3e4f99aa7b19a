package io.sluice.ledger;

import io.sluice.persistence.Database;

/** Transactions of a run: each first shows that it is still the one, and else stores nothing. */
public final class Fenced {
  private final Database database;

  public Fenced(Database database) {
    this.database = database;
  }

  /**
   * Does the work in one transaction that holds the run's row, so that no later run begins before
   * its end.
   *
   * @throws FencedException if a later run of the same entity has begun
   */
  // Model: tests/models/fence.pml
  public <T> T store(Fence fence, Database.Work<T> work) {
    return database.transaction(
        connection -> {
          Runs.hold(connection, fence);
          return work.run(connection);
        });
  }
}
