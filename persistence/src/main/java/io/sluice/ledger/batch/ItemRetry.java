package io.sluice.ledger.batch;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Has failed and dead items of a batch tried again, in the stage in which they failed: a chunk in a
 * transaction, whose counters go back to it from its batch. Those that were dead are suspects from
 * the beginning: they end no process of a node once more.
 */
public final class ItemRetry {
  private final Database database;

  public ItemRetry(Database database) {
    this.database = database;
  }

  /**
   * Which items are wanted.
   *
   * @param state {@link ItemState#FAILED} or {@link ItemState#DEAD}; both if empty
   * @param reason why they failed; any if empty
   */
  public record Which(Optional<ItemState> state, Optional<String> reason) {}

  /** The chunks of a batch of which anything has failed. */
  public List<Long> chunks(long batch) {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                "SELECT id FROM sluice.chunk WHERE batch_id = ? AND failed + dead > 0 ORDER BY id",
                row -> row.getLong(1),
                batch));
  }

  /** How many items of these chunks are pending again. */
  public long retry(List<Long> chunks, Which which) {
    long retried = 0;
    for (long chunk : chunks) {
      retried += database.transaction(connection -> retry(connection, chunk, which));
    }
    return retried;
  }

  private static int retry(Connection connection, long chunk, Which which) throws SQLException {
    // First, as its runs do: whoever settles an item of it waits.
    var added =
        Sql.first(
                connection,
                "SELECT state = 'added' FROM sluice.chunk WHERE id = ? FOR UPDATE",
                row -> row.getBoolean(1),
                chunk)
            .orElse(false);
    var items = reset(connection, chunk, which);
    if (items.isEmpty()) {
      return 0;
    }
    if (added) {
      takeBack(connection, chunk);
    } else {
      tell(connection, chunk);
    }
    var dead = items.stream().filter(item -> item.state() == ItemState.DEAD).toList();
    Sql.update(
        connection,
        """
        UPDATE sluice.chunk SET failed = failed - ?, dead = dead - ?, not_before = NULL,
          state = 'begun', in_flight = in_flight || ?
        WHERE id = ?
        """,
        items.size() - dead.size(),
        dead.size(),
        connection.createArrayOf("bigint", dead.stream().map(Retried::number).toArray(Long[]::new)),
        chunk);
    return items.size();
  }

  /**
   * @param state that it had
   */
  private record Retried(long number, ItemState state) {}

  private static List<Retried> reset(Connection connection, long chunk, Which which)
      throws SQLException {
    var state = which.state().map(ItemState::column).orElse(null);
    var reason = which.reason().orElse(null);
    return Sql.list(
        connection,
        """
        WITH wanted AS (
          SELECT item.batch_id, number, item.state FROM sluice.item
          JOIN sluice.chunk USING (batch_id)
          WHERE chunk.id = ? AND number BETWEEN first_item AND last_item
            AND item.state IN ('failed', 'dead')
            AND (?::text IS NULL OR item.state = ?) AND (?::text IS NULL OR reason = ?)
          FOR UPDATE OF item)
        UPDATE sluice.item SET state = 'pending', attempts = 0, delays = 0, not_before = NULL,
          reason = NULL, detail = NULL
        FROM wanted WHERE item.batch_id = wanted.batch_id AND item.number = wanted.number
        RETURNING wanted.number, wanted.state
        """,
        row -> new Retried(row.getLong(1), ItemState.ofColumn(row.getString(2))),
        chunk,
        state,
        state,
        reason,
        reason);
  }

  /** Nothing else may tell of it: a paused batch stays paused. */
  private static void tell(Connection connection, long chunk) throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE sluice.batch SET changed_at = clock_timestamp()
        FROM sluice.chunk WHERE chunk.id = ? AND batch.id = chunk.batch_id
        """,
        chunk);
  }

  /** Its batch counts it no more: it counts itself, until it is at its end again. */
  private static void takeBack(Connection connection, long chunk) throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE sluice.batch SET done = batch.done - chunk.done,
          duplicates = batch.duplicates - chunk.duplicates, failed = batch.failed - chunk.failed,
          dead = batch.dead - chunk.dead, bytes = batch.bytes - chunk.bytes,
          changed_at = clock_timestamp()
        FROM sluice.chunk WHERE chunk.id = ? AND batch.id = chunk.batch_id
        """,
        chunk);
  }
}
