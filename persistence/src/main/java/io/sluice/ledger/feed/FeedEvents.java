package io.sluice.ledger.feed;

import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Stores events of feeds in {@code file_events}, each once: one that is there already is known by
 * its stream and its entry's id. Counters move with the rows, in one statement that is a
 * transaction of its own, so that a group takes one round trip.
 */
public final class FeedEvents {
  private final Database database;
  private final UUID node;

  public FeedEvents(Database database, UUID node) {
    this.database = database;
    this.node = node;
  }

  /**
   * @param events in the order of their ids, so that two who store the same ones never wait for
   *     each other in turn
   * @return how many were not there
   */
  public int store(long feed, long stream, List<FeedEvent> events) {
    return database.query(connection -> store(connection, feed, stream, events));
  }

  private int store(Connection connection, long feed, long stream, List<FeedEvent> events)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            WITH added AS (
              INSERT INTO sluice.file_events (event_time, operation, filename, file_size, mime_type,
                storage_url, uploader_id, redis_message_id, stream_id)
              SELECT timestamptz 'epoch' + micros * interval '1 microsecond', operation, filename,
                file_size, mime_type, storage_url, uploader_id, entry, ?
              FROM unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[],
                ?::text[], ?::text[]) AS event (micros, operation, filename, file_size, mime_type,
                storage_url, uploader_id, entry)
              ON CONFLICT DO NOTHING
              RETURNING 1),
            counted AS (
              UPDATE sluice.feed_consumer SET stored = stored + (SELECT count(*) FROM added),
                duplicates = duplicates + ? - (SELECT count(*) FROM added)
              WHERE feed_id = ? AND node = ?)
            SELECT count(*) FROM added
            """)) {
      statement.setLong(1, stream);
      var columns = new ArrayColumns<>(connection, statement, events, 2);
      columns.add("bigint", FeedEvent::micros);
      columns.add("text", event -> StorableText.of(event.operation()));
      columns.add("text", event -> StorableText.of(event.filename()));
      columns.add("bigint", FeedEvent::size);
      columns.add("text", event -> StorableText.of(event.mimeType()));
      columns.add("text", event -> StorableText.of(event.storageUrl()));
      columns.add("text", event -> StorableText.of(event.uploaderId()));
      columns.add("text", FeedEvent::entry);
      statement.setLong(10, events.size());
      statement.setLong(11, feed);
      statement.setObject(12, node);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
