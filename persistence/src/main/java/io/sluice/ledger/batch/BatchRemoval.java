package io.sluice.ledger.batch;

import io.sluice.ledger.Fence;
import io.sluice.ledger.Fenced;
import io.sluice.ledger.FencedException;
import io.sluice.ledger.Gone;
import io.sluice.ledger.Journal;
import io.sluice.ledger.Runs;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Removes a batch with its items, a slice at a time, in a run of its own: what was interrupted goes
 * on when it is called again, and one that was frozen meanwhile takes no further slice.
 */
public final class BatchRemoval {
  private static final int SLICE = 10_000;

  private final Fenced fenced;
  private final Runs runs;

  public BatchRemoval(Database database, Runs runs) {
    fenced = new Fenced(database);
    this.runs = runs;
  }

  /** Removes what was stored of a batch's items, if that is to go, too. */
  public interface Purge {
    void of(Fenced ledger, Fence run);
  }

  /**
   * Begins a run, so that none before it lists or stores anything more.
   *
   * @param entity under which the batch's runs are known
   * @throws FencedException if a later run has begun: the rest is for that one
   */
  public void remove(long batch, String entity, Purge purge) {
    var run = runs.begin(entity).fence();
    fenced.store(run, connection -> Chunks.fence(connection, batch));
    purge.of(fenced, run);
    while (fenced.store(run, connection -> removeItems(connection, batch)) > 0) {
      // The next slice.
    }
    fenced.store(run, connection -> removeBatch(connection, batch, entity));
  }

  private static int removeItems(Connection connection, long batch) throws SQLException {
    return Sql.update(
        connection,
        """
        DELETE FROM sluice.item WHERE batch_id = ? AND number < ? + (
          SELECT min(number) FROM sluice.item WHERE batch_id = ?)
        """,
        batch,
        SLICE,
        batch);
  }

  private static int removeBatch(Connection connection, long batch, String entity)
      throws SQLException {
    Journal.trim(connection, "batch", batch, "Batch$Removed");
    Chunks.delete(connection, batch);
    Sql.update(connection, "DELETE FROM sluice.run WHERE entity = ?", entity);
    Gone.note(connection, Gone.What.BATCH, batch);
    return Sql.update(connection, "DELETE FROM sluice.batch WHERE id = ?", batch);
  }
}
