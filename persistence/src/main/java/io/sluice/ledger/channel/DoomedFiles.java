package io.sluice.ledger.channel;

import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Table {@code doomed_file}: files that lost their last row. A photo that is stored while its file
 * is doomed saves the file, and fails if it comes too late.
 */
final class DoomedFiles {
  private DoomedFiles() {}

  /**
   * To be called in the transaction that stores these rows.
   *
   * @throws GoneFileException if a duplicate points to a file that is gone
   */
  // Model: tests/models/purge.pml
  static void spare(Connection connection, Collection<Photo> photos) throws SQLException {
    var files =
        photos.stream()
            .filter(photo -> photo.file() != null)
            .collect(Collectors.toMap(photo -> photo.file().path(), Photo::outcome, (a, b) -> a));
    if (files.isEmpty()) {
      return;
    }
    var gone =
        Sql.list(
            connection,
            "DELETE FROM sluice.doomed_file WHERE path = ANY (?) RETURNING path, gone",
            row -> row.getBoolean(2) ? row.getString(1) : "",
            connection.createArrayOf("text", files.keySet().toArray()));
    for (var path : gone) {
      if (files.get(path) == PhotoOutcome.DUPLICATE) {
        throw new GoneFileException(path);
      }
    }
  }

  /** Keeps those apart who store rows of files and those who look whether a file has any. */
  static void lock(Connection connection) throws SQLException {
    Sql.update(connection, "LOCK TABLE sluice.doomed_file IN SHARE ROW EXCLUSIVE MODE");
  }

  /** Takes those of a removed channel off the list that a row of another one points to. */
  // Model: tests/models/purge.pml
  static void spareShared(Connection connection, long channel) throws SQLException {
    Sql.update(
        connection,
        """
        DELETE FROM sluice.doomed_file WHERE path IN (
          SELECT doomed.path FROM sluice.doomed_file AS doomed CROSS JOIN LATERAL (
            SELECT FROM sluice.photo
            WHERE photo.hash = doomed.hash AND photo.path = doomed.path LIMIT 1) AS other
          WHERE doomed.channel_id = ? AND NOT doomed.gone)
        """,
        channel);
  }
}
