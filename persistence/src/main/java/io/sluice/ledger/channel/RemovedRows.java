package io.sluice.ledger.channel;

import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes slices of a channel's rows away, in the order of their keys: each begins where the one
 * before it ended, behind what is dead already. Counters go with the rows.
 */
final class RemovedRows {
  private RemovedRows() {}

  /** Photos of a slice that ended alike. */
  private record Alike(
      PhotoOutcome outcome, long photos, long bytesBefore, long bytesAfter, String last) {
    static Alike of(ResultSet row) throws SQLException {
      return new Alike(
          PhotoOutcome.ofColumn(row.getString("outcome")),
          row.getLong("photos"),
          row.getLong("bytes_before"),
          row.getLong("bytes_after"),
          row.getString("last"));
    }
  }

  /**
   * Notes their files as doomed.
   *
   * @param from where the slice begins
   * @return where the next one does; empty if there was nothing
   */
  // Model: tests/models/purge.pml
  static Optional<String> photos(Connection connection, long channel, String from, int most)
      throws SQLException {
    DoomedFiles.lock(connection);
    var removed =
        Sql.list(
            connection,
            """
            WITH removed AS (
              DELETE FROM sluice.photo WHERE channel_id = ? AND id >= ? AND id <= (
                SELECT max(id) FROM (
                  SELECT id FROM sluice.photo WHERE channel_id = ? AND id >= ?
                  ORDER BY id LIMIT ?) AS slice)
              RETURNING *),
            doomed AS (
              INSERT INTO sluice.doomed_file (path, hash, channel_id)
              SELECT DISTINCT ON (path) path, hash, channel_id FROM removed
              WHERE path IS NOT NULL
              ON CONFLICT (path) DO UPDATE SET channel_id = excluded.channel_id, gone = false)
            SELECT outcome, count(*) AS photos, sum(bytes_before) AS bytes_before,
              sum(bytes_after) AS bytes_after, max(max(id)) OVER () AS last
            FROM removed GROUP BY outcome
            """,
            Alike::of,
            channel,
            from,
            channel,
            from,
            most);
    if (!removed.isEmpty()) {
      change(removed).write(connection, channel, Optional.empty());
    }
    return removed.stream().map(Alike::last).findFirst();
  }

  private static CounterChange change(List<Alike> removed) {
    Map<PhotoOutcome, Long> photos = new EnumMap<>(PhotoOutcome.class);
    removed.forEach(alike -> photos.put(alike.outcome(), -alike.photos()));
    var own = removed.stream().filter(alike -> alike.outcome().hasOwnFile()).toList();
    return new CounterChange(
        0,
        0,
        photos,
        -own.stream().mapToLong(Alike::bytesBefore).sum(),
        -own.stream().mapToLong(Alike::bytesAfter).sum());
  }

  /**
   * Messages of a slice: all of them, or those that have what left out.
   *
   * @param leftOut its name; null for all
   */
  private record Together(String leftOut, long messages, long announced, long last) {
    static Together of(ResultSet row) throws SQLException {
      return new Together(
          row.getString("left_out"),
          row.getLong("messages"),
          row.getLong("announced"),
          row.getLong("last"));
    }

    private boolean isAll() {
      return leftOut == null;
    }
  }

  /** The same for messages, whose photos are gone. */
  static Optional<Long> messages(Connection connection, long channel, long from, int most)
      throws SQLException {
    var removed =
        Sql.list(
            connection,
            """
            WITH removed AS (
              DELETE FROM sluice.message WHERE channel_id = ? AND id >= ? AND id <= (
                SELECT max(id) FROM (
                  SELECT id FROM sluice.message WHERE channel_id = ? AND id >= ?
                  ORDER BY id LIMIT ?) AS slice)
              RETURNING id, photos, left_out)
            SELECT NULL AS left_out, count(*) AS messages, sum(photos) AS announced,
              max(id) AS last
            FROM removed HAVING count(*) > 0
            UNION ALL
            SELECT name, count(*), 0, 0 FROM removed, jsonb_object_keys(left_out) AS name
            GROUP BY name
            """,
            Together::of,
            channel,
            from,
            channel,
            from,
            most);
    var all = removed.stream().filter(Together::isAll).findFirst();
    if (all.isPresent()) {
      new CounterChange(-all.get().messages(), -all.get().announced(), Map.of(), 0, 0)
          .write(connection, channel, Optional.empty());
      LeftOutRows.remove(
          connection,
          channel,
          removed.stream()
              .filter(together -> !together.isAll())
              .collect(Collectors.toMap(Together::leftOut, Together::messages)));
    }
    return all.map(Together::last);
  }
}
