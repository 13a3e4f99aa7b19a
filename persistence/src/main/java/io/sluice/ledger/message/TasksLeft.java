package io.sluice.ledger.message;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.util.Optional;

/** How many messages are still to be written, and why they wait. */
public final class TasksLeft {
  private final Database database;

  public TasksLeft(Database database) {
    this.database = database;
  }

  /** How many wait, and how many of these have failed before. */
  public record Waiting(long all, long failed) {}

  /** Of all batches. */
  public Waiting all() {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    "SELECT count(*), count(problem) FROM sluice.message_task",
                    row -> new Waiting(row.getLong(1), row.getLong(2)))
                .orElseThrow());
  }

  /**
   * Tasks of a batch that are to be done as soon as somebody can; those that are parked are not.
   */
  public long of(long batch) {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    """
                    SELECT count(*) FROM sluice.message_task
                    WHERE batch_id = ? AND due_at <> 'infinity'
                    """,
                    row -> row.getLong(1),
                    batch)
                .orElseThrow());
  }

  /** Whether any of a batch are left, also those that are parked. */
  public boolean areLeft(long batch) {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    "SELECT FROM sluice.message_task WHERE batch_id = ? LIMIT 1",
                    row -> true,
                    batch)
                .isPresent());
  }

  /** Why one that has to wait does so; empty where none has failed. */
  public Optional<String> problem(long batch) {
    return database.query(
        connection ->
            Sql.first(
                connection,
                """
                SELECT problem FROM sluice.message_task
                WHERE batch_id = ? AND problem IS NOT NULL LIMIT 1
                """,
                row -> row.getString(1),
                batch));
  }
}
