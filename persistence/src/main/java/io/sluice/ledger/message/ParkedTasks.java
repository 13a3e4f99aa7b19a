package io.sluice.ledger.message;

import io.sluice.ledger.message.MessageTasks.Taken;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.util.List;

/**
 * Tasks of batches that may spend no more: they are never due, until more may be spent. Large
 * batches are changed in slices.
 */
public final class ParkedTasks {
  /** Tasks that are set aside in one transaction. */
  private static final int SLICE = 10_000;

  private static final String IS_PAUSED =
      """
      EXISTS (
        SELECT FROM sluice.message_budget AS budget
        WHERE budget.batch_id = task.batch_id AND paused IS NOT NULL)
      """;

  private final Database database;
  private final MessageTasks tasks;

  public ParkedTasks(Database database) {
    this.database = database;
    tasks = new MessageTasks(database);
  }

  /** They are due when more may be spent for their batch; the others that wait for that, too. */
  public void park(List<Taken> paused) {
    tasks.change(
        paused,
        """
        taking = NULL, attempts = attempts - 1,
        due_at = CASE WHEN %s THEN 'infinity' ELSE clock_timestamp() END
        """
            .formatted(IS_PAUSED));
    paused.stream().map(Taken::batch).distinct().forEach(this::park);
  }

  /** None of a batch that asks a model is due any more; done in slices. */
  private void park(long batch) {
    while (moved(
            """
            UPDATE sluice.message_task SET due_at = 'infinity', taking = NULL
            WHERE (batch_id, list_row) IN (
              SELECT batch_id, list_row FROM sluice.message_task
              WHERE batch_id = ? AND asks AND due_at < 'infinity' AND taking IS NULL AND %s
              ORDER BY batch_id, list_row LIMIT ? FOR UPDATE SKIP LOCKED)
            """
                .formatted(IS_PAUSED.replace("task.", "message_task.")),
            batch)
        == SLICE) {
      // There are more.
    }
  }

  /** They are due again. */
  public void unpark(long batch) {
    while (moved(
            """
            UPDATE sluice.message_task SET due_at = clock_timestamp()
            WHERE (batch_id, list_row) IN (
              SELECT batch_id, list_row FROM sluice.message_task
              WHERE batch_id = ? AND due_at = 'infinity'
              ORDER BY batch_id, list_row LIMIT ? FOR UPDATE)
            """,
            batch)
        == SLICE) {
      // There are more.
    }
  }

  /** Those that were set aside while their batch went on again; out come these batches. */
  public List<Long> unparkForgotten() {
    var batches =
        database.query(
            connection ->
                Sql.list(
                    connection,
                    """
                    SELECT batch_id FROM sluice.message_budget AS budget
                    WHERE paused IS NULL AND EXISTS (
                      SELECT FROM sluice.message_task AS task
                      WHERE task.batch_id = budget.batch_id AND due_at = 'infinity')
                    """,
                    row -> row.getLong(1)));
    batches.forEach(this::unpark);
    return batches;
  }

  private int moved(String sql, long batch) {
    return database.transaction(connection -> Sql.update(connection, sql, batch, SLICE));
  }
}
