package io.sluice.ledger.channel;

import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * By how much a transaction moves a channel's counters, which stand for its rows and move with
 * them. They are the channel's own, and only the run that holds its fence moves them.
 *
 * @param messages rows of messages more
 * @param announced photos more that the sources of its messages spoke of
 * @param photos rows of photos more, by how they ended
 * @param bytesBefore of photos with a file of their own, as they came
 * @param bytesAfter of the same, as files
 */
record CounterChange(
    long messages,
    long announced,
    Map<PhotoOutcome, Long> photos,
    long bytesBefore,
    long bytesAfter) {

  CounterChange {
    photos = Map.copyOf(photos);
  }

  /**
   * @param advance how far the source was read with it; empty if it was not
   */
  void write(Connection connection, long channel, Optional<ChannelWrite.Advance> advance)
      throws SQLException {
    var reach = advance.map(ChannelWrite.Advance::reach);
    Sql.update(
        connection,
        """
        UPDATE sluice.channel SET
          messages = messages + ?, photos_announced = photos_announced + ?,
          photos = photos + ?, photos_failed = photos_failed + ?,
          bytes_before = bytes_before + ?, bytes_after = bytes_after + ?,
          messages_read = messages_read + ?, newest = greatest(newest, ?),
          progress = coalesce(?, progress), unread = coalesce(?::jsonb, unread),
          changed_at = clock_timestamp()
        WHERE id = ?
        """,
        messages,
        announced,
        photos(true),
        photos(false),
        bytesBefore,
        bytesAfter,
        advance.map(ChannelWrite.Advance::read).orElse(0L),
        reach.map(Reach::newest).orElse(0L),
        reach.map(Reach::fraction).orElse(null),
        reach.map(Reach::unread).orElse(null),
        channel);
    writePhotos(connection, channel);
  }

  private long photos(boolean withFile) {
    return photos.entrySet().stream()
        .filter(entry -> entry.getKey().hasFile() == withFile)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private void writePhotos(Connection connection, long channel) throws SQLException {
    var moved = photos.entrySet().stream().filter(entry -> entry.getValue() != 0).toList();
    if (moved.isEmpty()) {
      return;
    }
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.photo_count AS old (channel_id, outcome, photos)
            SELECT ?, outcome, photos FROM unnest(?::text[], ?::bigint[]) AS new (outcome, photos)
            ON CONFLICT (channel_id, outcome) DO UPDATE SET photos = old.photos + excluded.photos
            """)) {
      statement.setLong(1, channel);
      var columns = new ArrayColumns<>(connection, statement, moved, 2);
      columns.add("text", entry -> entry.getKey().column());
      columns.add("bigint", Map.Entry::getValue);
      statement.executeUpdate();
    }
  }
}
