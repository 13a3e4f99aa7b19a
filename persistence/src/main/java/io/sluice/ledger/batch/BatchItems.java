package io.sluice.ledger.batch;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The items of batches, page by page, for those who want to see them. */
public final class BatchItems {
  /** Numbers that one query looks at. */
  private static final int STEP = 2_000;

  /** Queries of one page: where few items are wanted of many, a page may end before it is full. */
  private static final int MOST_STEPS = 50;

  private static final int MOST_REASONS = 1_000;

  private final Database database;

  public BatchItems(Database database) {
    this.database = database;
  }

  /**
   * An item as its row has it.
   *
   * @param notBefore when it may come again; null if at once
   * @param reason in a word, why it failed; null if it has not
   * @param detail more of that; null if there is none
   */
  public record ItemRow(
      long number,
      String address,
      ItemState state,
      int stage,
      int attempts,
      Instant notBefore,
      String reason,
      String detail) {

    private static ItemRow of(ResultSet row) throws SQLException {
      return new ItemRow(
          row.getLong("number"),
          row.getString("address"),
          ItemState.ofColumn(row.getString("state")),
          row.getInt("stage"),
          row.getInt("attempts"),
          Sql.instant(row, "not_before"),
          row.getString("reason"),
          row.getString("detail"));
    }
  }

  /**
   * A page of items.
   *
   * @param next number behind which the next page begins; empty behind the last
   */
  public record Page(List<ItemRow> items, OptionalLong next) {}

  /** How many items have failed or are dead for one reason. */
  public record Failures(String reason, long items) {}

  /**
   * Items in the order of their numbers.
   *
   * @param after only numbers above this one
   */
  public Page page(BatchRow batch, Optional<ItemState> state, long after, int limit) {
    var found = new ArrayList<ItemRow>();
    long seen = after;
    for (int steps = 0; steps < MOST_STEPS && seen < batch.listed(); steps++) {
      int missing = limit - found.size();
      var step = step(batch.id(), state, seen, missing);
      found.addAll(step);
      if (step.size() == missing) {
        return new Page(found, OptionalLong.of(found.get(limit - 1).number()));
      }
      seen += STEP;
    }
    return new Page(found, seen < batch.listed() ? OptionalLong.of(seen) : OptionalLong.empty());
  }

  private List<ItemRow> step(long batch, Optional<ItemState> state, long after, int limit) {
    return list("number BETWEEN ? AND ?" + only(state), batch, after + 1, after + STEP, limit);
  }

  /** Items that have failed for a reason, in the order of their numbers. */
  public Page failed(
      BatchRow batch, String reason, Optional<ItemState> state, long after, int limit) {
    var found =
        list(
            "state IN ('failed', 'dead') AND reason = ? AND number > ?" + only(state),
            batch.id(),
            reason,
            after,
            limit);
    return new Page(
        found,
        found.size() < limit
            ? OptionalLong.empty()
            : OptionalLong.of(found.get(limit - 1).number()));
  }

  private static String only(Optional<ItemState> state) {
    return state.map(wanted -> " AND state = '" + wanted.column() + "'").orElse("");
  }

  private List<ItemRow> list(String which, Object... parameters) {
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT number, address, state, stage, attempts, not_before, reason, detail
                FROM sluice.item WHERE batch_id = ? AND %s ORDER BY number LIMIT ?
                """
                    .formatted(which),
                ItemRow::of,
                parameters));
  }

  /** Why items of a batch have failed, the most frequent reason first. Counts what has failed. */
  public List<Failures> failures(long batch) {
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT reason, count(*) AS items FROM sluice.item
                WHERE batch_id = ? AND state IN ('failed', 'dead')
                GROUP BY reason ORDER BY items DESC, reason LIMIT ?
                """,
                row -> new Failures(row.getString("reason"), row.getLong("items")),
                batch,
                MOST_REASONS));
  }
}
