package io.sluice.ledger.message;

import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Finds rows of a list of websites by the lines of its file. Both grow together, so the key of the
 * rows is enough, and lines need no index of their own.
 */
final class LineSearch {
  private LineSearch() {}

  private record Numbers(long row, long line) {}

  /** The first row of a batch that has this line or a later one; one behind all if none has. */
  static long row(Connection connection, long batch, long line) throws SQLException {
    long low = 0;
    long high =
        Sql.first(
                connection,
                "SELECT coalesce(max(list_row), 0) FROM sluice.websites WHERE batch_id = ?",
                row -> row.getLong(1) + 1,
                batch)
            .orElseThrow();
    while (low < high) {
      long middle = (low + high) >>> 1;
      var found = from(connection, batch, middle);
      if (found.line() >= line) {
        high = middle;
      } else {
        low = found.row() + 1;
      }
    }
    return from(connection, batch, low).row();
  }

  /** The first row from this one on. */
  private static Numbers from(Connection connection, long batch, long row) throws SQLException {
    return Sql.first(
            connection,
            """
            SELECT list_row, line FROM sluice.websites WHERE batch_id = ? AND list_row >= ?
            ORDER BY list_row LIMIT 1
            """,
            found -> new Numbers(found.getLong(1), found.getLong(2)),
            batch,
            row)
        .orElse(new Numbers(row, Long.MAX_VALUE));
  }
}
