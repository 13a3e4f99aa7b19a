package io.sluice.ledger.channel;

import io.sluice.ledger.Fence;
import io.sluice.persistence.ArrayColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Table {@code photo}: writes what became of photos, and never replaces one that has its file by
 * one that failed.
 */
final class PhotoRows {
  private PhotoRows() {}

  static ChannelStore.PhotoCounts upsert(Connection connection, Fence fence, ChannelWrite group)
      throws SQLException {
    var rows = new TreeMap<String, Photo>();
    group.photos().forEach(photo -> rows.put(photo.id(), photo));
    var before = rowsOf(connection, group.channel(), rows.keySet());
    rows.keySet().removeIf(id -> before.containsKey(id) && before.get(id).outcome().hasFile());
    if (!rows.isEmpty()) {
      DoomedFiles.spare(connection, rows.values());
      write(connection, fence, group.channel(), rows.values());
    }
    return counts(rows.values(), before);
  }

  /**
   * What was known of a photo.
   *
   * @param retry whether it was to be tried again
   */
  private record Before(PhotoOutcome outcome, boolean retry) {}

  private static ChannelStore.PhotoCounts counts(
      Collection<Photo> written, Map<String, Before> before) {
    var outcomes = new EnumMap<PhotoOutcome, Integer>(PhotoOutcome.class);
    var moved = new EnumMap<PhotoOutcome, Long>(PhotoOutcome.class);
    int settled = 0;
    long bytesBefore = 0;
    long bytesAfter = 0;
    for (var photo : written) {
      outcomes.merge(photo.outcome(), 1, Integer::sum);
      var known = before.get(photo.id());
      moved.merge(photo.outcome(), 1L, Long::sum);
      if (known != null) {
        moved.merge(known.outcome(), -1L, Long::sum);
      }
      settled += known == null || known.retry() || photo.outcome().hasFile() ? 1 : 0;
      if (photo.outcome().hasOwnFile()) {
        bytesBefore += photo.bytesBefore();
        bytesAfter += photo.file().bytes();
      }
    }
    return new ChannelStore.PhotoCounts(outcomes, moved, settled, bytesBefore, bytesAfter);
  }

  private static Map<String, Before> rowsOf(
      Connection connection, long channel, Collection<String> ids) throws SQLException {
    var found = new HashMap<String, Before>();
    if (ids.isEmpty()) {
      return found;
    }
    try (var statement =
        connection.prepareStatement(
            "SELECT id, outcome, retry FROM sluice.photo WHERE channel_id = ? AND id = ANY (?)")) {
      statement.setLong(1, channel);
      statement.setArray(2, connection.createArrayOf("text", ids.toArray()));
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          found.put(
              row.getString(1),
              new Before(PhotoOutcome.ofColumn(row.getString(2)), row.getBoolean(3)));
        }
      }
    }
    return found;
  }

  private static void write(
      Connection connection, Fence fence, long channel, Collection<Photo> rows)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.photo AS old
              (channel_id, epoch, id, message_id, outcome, reason, path, width, height,
               bytes_before, bytes_after, hash)
            SELECT ?, ?, id, message_id, outcome, reason, path, width, height,
               bytes_before, bytes_after, decode(hash, 'hex')
            FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::int[],
              ?::int[], ?::bigint[], ?::bigint[], ?::text[])
              AS new (id, message_id, outcome, reason, path, width, height,
               bytes_before, bytes_after, hash)
            ON CONFLICT (channel_id, id) DO UPDATE SET
              epoch = excluded.epoch, message_id = excluded.message_id,
              outcome = excluded.outcome, reason = excluded.reason, path = excluded.path,
              width = excluded.width, height = excluded.height,
              bytes_before = excluded.bytes_before, bytes_after = excluded.bytes_after,
              hash = excluded.hash, stored_at = now(), attempts = old.attempts + 1, retry = false
            """)) {
      statement.setLong(1, channel);
      statement.setLong(2, fence.epoch());
      var columns = new ArrayColumns<>(connection, statement, rows, 3);
      columns.add("text", Photo::id);
      columns.add("bigint", Photo::messageId);
      columns.add("text", photo -> photo.outcome().column());
      columns.add("text", Photo::reason);
      columns.add("text", photo -> photo.file() == null ? null : photo.file().path());
      columns.add("int4", photo -> photo.file() == null ? null : photo.file().width());
      columns.add("int4", photo -> photo.file() == null ? null : photo.file().height());
      columns.add("bigint", Photo::bytesBefore);
      columns.add("bigint", photo -> photo.file() == null ? null : photo.file().bytes());
      columns.add(
          "text", photo -> photo.hash() == null ? null : HexFormat.of().formatHex(photo.hash()));
      statement.executeUpdate();
    }
  }
}
