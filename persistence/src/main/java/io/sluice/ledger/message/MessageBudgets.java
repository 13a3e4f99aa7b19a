package io.sluice.ledger.message;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.util.List;
import java.util.Optional;

/** Table {@code message_budget}: what the messages of a batch may take, and have taken. */
public final class MessageBudgets {
  private final Database database;

  public MessageBudgets(Database database) {
    this.database = database;
  }

  /**
   * How a budget stands; costs are in millionths of the unit of prices.
   *
   * @param mostTokens null for any
   * @param mostCost null for any
   * @param tokens that were spent
   * @param lostTokens of these, what requests had set aside of which nobody knows what became
   * @param asked requests that were sent
   * @param paused why nothing is asked any more; null where it is
   */
  public record Standing(
      Long mostTokens,
      Long mostCost,
      long tokens,
      long cost,
      long lostTokens,
      long asked,
      String paused) {}

  /** Empty where no messages were ever wanted. */
  public Optional<Standing> of(long batch) {
    return database.query(
        connection ->
            Sql.first(
                connection,
                """
                SELECT most_tokens, most_cost, tokens, cost, lost_tokens, asked, paused
                FROM sluice.message_budget WHERE batch_id = ?
                """,
                row ->
                    new Standing(
                        Sql.number(row, "most_tokens"),
                        Sql.number(row, "most_cost"),
                        row.getLong("tokens"),
                        row.getLong("cost"),
                        row.getLong("lost_tokens"),
                        row.getLong("asked"),
                        row.getString("paused")),
                batch));
  }

  /**
   * Sets what may be spent in all, and goes on with a batch that was paused.
   *
   * @param mostTokens null for any
   * @param mostCost null for any
   */
  public void set(long batch, Long mostTokens, Long mostCost) {
    database.transaction(
        connection -> {
          Sql.update(
              connection,
              """
              UPDATE sluice.message_budget SET most_tokens = ?::bigint, most_cost = ?::bigint,
                paused = NULL
              WHERE batch_id = ?
              """,
              mostTokens,
              mostCost,
              batch);
          return null;
        });
    new ParkedTasks(database).unpark(batch);
  }

  /** Batches that are paused, with why. */
  public List<Paused> paused() {
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT batch_id, paused FROM sluice.message_budget
                WHERE paused IS NOT NULL ORDER BY batch_id
                """,
                row -> new Paused(row.getLong(1), row.getString(2))));
  }

  /** A batch whose messages wait for more budget. */
  public record Paused(long batch, String reason) {}
}
