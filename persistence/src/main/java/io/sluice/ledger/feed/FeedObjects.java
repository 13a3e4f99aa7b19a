package io.sluice.ledger.feed;

import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Table {@code feed_object}: what was told last of objects of S3. Notifications come in any order,
 * so the newest is the one with the largest sequencer, whenever it came.
 */
public final class FeedObjects {
  private static final String GIVEN =
      """
      unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[])
        AS given (bucket, key, sequencer, operation, micros, entry)
      """;

  private final Database database;

  public FeedObjects(Database database) {
    this.database = database;
  }

  /**
   * Notes what events tell of objects; those without a sequencer are passed over.
   *
   * @return entries of the events that are older than what is known
   */
  public Set<String> note(long stream, List<FeedEvent> events) {
    var ordered = ordered(events);
    return ordered.isEmpty()
        ? Set.of()
        : database.transaction(
            connection -> {
              keepNewest(connection, stream, ordered);
              return older(connection, stream, ordered);
            });
  }

  /** Which of these events are older than what is known. */
  public Set<String> older(long stream, List<FeedEvent> events) {
    var ordered = ordered(events);
    return ordered.isEmpty()
        ? Set.of()
        : database.query(connection -> older(connection, stream, ordered));
  }

  private static List<FeedEvent> ordered(List<FeedEvent> events) {
    return events.stream()
        .filter(event -> event.object() != null && event.object().sequencer() != null)
        .toList();
  }

  /** One row an object, in the order of their keys: two who do so wait for each other only once. */
  private static void keepNewest(Connection connection, long stream, List<FeedEvent> events)
      throws SQLException {
    var newest = new TreeMap<String, FeedEvent>();
    for (var event : events) {
      newest.merge(
          event.object().bucket() + "/" + StorableText.of(event.object().key()),
          event,
          (one, other) ->
              one.object().sequencer().compareTo(other.object().sequencer()) >= 0 ? one : other);
    }
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.feed_object AS known
              (stream_id, bucket, key, sequencer, operation, event_time, entry_id)
            SELECT ?, bucket, key, sequencer, operation,
              timestamptz 'epoch' + micros * interval '1 microsecond', entry
            FROM\s"""
                + GIVEN
                + """
                ON CONFLICT (stream_id, bucket, key) DO UPDATE SET sequencer = excluded.sequencer,
                  operation = excluded.operation, event_time = excluded.event_time,
                  entry_id = excluded.entry_id
                WHERE excluded.sequencer > known.sequencer
                """)) {
      statement.setLong(1, stream);
      give(connection, statement, newest.values());
      statement.executeUpdate();
    }
  }

  private static Set<String> older(Connection connection, long stream, List<FeedEvent> events)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT entry FROM sluice.feed_object AS known
            JOIN (SELECT ?::bigint AS stream, given.* FROM\s"""
                + GIVEN
                + """
                ) AS told ON stream = stream_id AND told.bucket = known.bucket
                  AND told.key = known.key
                WHERE known.sequencer > told.sequencer COLLATE "C"
                """)) {
      statement.setLong(1, stream);
      give(connection, statement, events);
      try (var rows = statement.executeQuery()) {
        var older = new HashSet<String>();
        while (rows.next()) {
          older.add(rows.getString(1));
        }
        return older;
      }
    }
  }

  private static void give(
      Connection connection, PreparedStatement statement, Collection<FeedEvent> events)
      throws SQLException {
    var columns = new ArrayColumns<>(connection, statement, events, 2);
    columns.add("text", event -> event.object().bucket());
    columns.add("text", event -> StorableText.of(event.object().key()));
    columns.add("text", event -> event.object().sequencer());
    columns.add("text", event -> StorableText.of(event.operation()));
    columns.add("bigint", FeedEvent::micros);
    columns.add("text", FeedEvent::entry);
  }
}
