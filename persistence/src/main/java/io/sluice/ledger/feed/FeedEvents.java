package io.sluice.ledger.feed;

import io.sluice.ledger.file.FileRow;
import io.sluice.ledger.file.FileRows;
import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
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
   * Stores events that are rows and no more.
   *
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

  /**
   * An event whose file is in the store.
   *
   * @param event with the hash of that
   */
  public record Fetched(FeedEvent event, FileRow file) {}

  /** What is done where files are stored, in their transaction. */
  public interface Check {
    void of(Connection connection, List<FileRows.Placed> files) throws SQLException;
  }

  /**
   * Stores events and the files that they brought, in one transaction; a file is used by the events
   * that were not there.
   *
   * @param fetched in the order of the ids of their entries
   * @return how many were not there
   */
  public int storeFetched(long feed, long stream, List<Fetched> fetched, Check check) {
    return database.transaction(
        connection -> {
          var added = insertEvents(connection, stream, fetched);
          var byHash = new TreeMap<String, List<FileRow>>();
          for (var one : fetched) {
            if (added.contains(one.event().entry())) {
              byHash.computeIfAbsent(one.file().key(), hash -> new ArrayList<>()).add(one.file());
            }
          }
          if (!byHash.isEmpty()) {
            var kept = FileRows.insertFiles(connection, byHash.values());
            check.of(
                connection,
                byHash.entrySet().stream()
                    .map(
                        same ->
                            new FileRows.Placed(same.getValue().get(0), kept.get(same.getKey())))
                    .toList());
          }
          count(connection, feed, added.size(), fetched.size() - added.size());
          return added.size();
        });
  }

  private static Set<String> insertEvents(Connection connection, long stream, List<Fetched> fetched)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.file_events (event_time, operation, filename, file_size, mime_type,
              storage_url, uploader_id, redis_message_id, hash, stream_id)
            SELECT timestamptz 'epoch' + micros * interval '1 microsecond', operation, filename,
              file_size, mime_type, storage_url, uploader_id, entry, hash, ?
            FROM unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[],
              ?::text[], ?::text[], ?::bytea[]) AS event (micros, operation, filename, file_size,
              mime_type, storage_url, uploader_id, entry, hash)
            ON CONFLICT DO NOTHING
            RETURNING redis_message_id
            """)) {
      statement.setLong(1, stream);
      var columns = new ArrayColumns<>(connection, statement, fetched, 2);
      columns.add("bigint", one -> one.event().micros());
      columns.add("text", one -> StorableText.of(one.event().operation()));
      columns.add("text", one -> StorableText.of(one.event().filename()));
      columns.add("bigint", one -> one.file().size());
      columns.add("text", one -> one.file().mimeType());
      columns.add("text", one -> one.file().path());
      columns.add("text", one -> StorableText.of(one.event().uploaderId()));
      columns.add("text", one -> one.event().entry());
      columns.add("bytea", one -> one.file().hash());
      try (var rows = statement.executeQuery()) {
        var added = new HashSet<String>();
        while (rows.next()) {
          added.add(rows.getString(1));
        }
        return added;
      }
    }
  }

  private void count(Connection connection, long feed, int stored, int duplicates)
      throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE sluice.feed_consumer SET stored = stored + ?, duplicates = duplicates + ?
        WHERE feed_id = ? AND node = ?
        """,
        stored,
        duplicates,
        feed,
        node);
  }
}
