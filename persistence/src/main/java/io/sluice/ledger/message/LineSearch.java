package io.sluice.ledger.message;

import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Finds rows of a list of websites by the line of its file. Both grow together, unless somebody has
 * written a workbook that says otherwise, so most often the key of the rows is enough.
 */
final class LineSearch {
  private LineSearch() {}

  private record Numbers(long row, long line) {}

  /** Rows from the first one to the last. */
  record Rows(long first, long last) {
    static final Rows ALL = new Rows(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Those that have this line; all where they are not found so. */
  static Rows of(Connection connection, long batch, long line) throws SQLException {
    var first = search(connection, batch, line);
    if (first.line() != line || line == Long.MAX_VALUE) {
      return Rows.ALL;
    }
    var last = first;
    for (var next = first; next.line() == line; next = from(connection, batch, next.row() + 1)) {
      last = next;
    }
    return new Rows(first.row(), last.row());
  }

  /** The first row that has this line or a later one. */
  private static Numbers search(Connection connection, long batch, long line) throws SQLException {
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
    return from(connection, batch, low);
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
