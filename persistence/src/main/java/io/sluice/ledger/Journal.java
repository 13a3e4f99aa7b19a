package io.sluice.ledger;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Table {@code event_journal}, which Pekko writes: what happened to an entity comes out, and what
 * has to be gone with it goes.
 */
public final class Journal {
  private Journal() {}

  /**
   * An event as it was written.
   *
   * @param number among those of its entity
   * @param at by the clock of the node that wrote it
   * @param serializer whose form its bytes have
   * @param manifest what that one calls it
   */
  public record Written(long number, Instant at, int serializer, String manifest, byte[] bytes) {}

  /**
   * The events of an entity before one of them, the last first.
   *
   * @param kind such as {@code channel}
   */
  public static List<Written> before(
      Database database, String kind, long id, long number, int most) {
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT sequence_number, write_timestamp, event_ser_id, event_ser_manifest,
                  event_payload
                FROM sluice.event_journal WHERE persistence_id = ? AND sequence_number < ?
                ORDER BY sequence_number DESC LIMIT ?
                """,
                row ->
                    new Written(
                        row.getLong("sequence_number"),
                        Instant.ofEpochMilli(row.getLong("write_timestamp")),
                        row.getInt("event_ser_id"),
                        row.getString("event_ser_manifest"),
                        row.getBytes("event_payload")),
                kind + "|" + id,
                number,
                most));
  }

  /**
   * Deletes the events of an entity up to the one that says it was removed. That one stays: without
   * it a message that comes late would find an entity that is new.
   *
   * @param kind such as {@code channel}
   * @param removed that event's manifest, as the end of a LIKE pattern
   */
  public static void trim(Connection connection, String kind, long id, String removed)
      throws SQLException {
    var persistenceId = kind + "|" + id;
    Sql.update(
        connection,
        """
        DELETE FROM sluice.event_journal
        WHERE persistence_id = ? AND sequence_number < (
          SELECT max(sequence_number) FROM sluice.event_journal
          WHERE persistence_id = ? AND event_ser_manifest LIKE ?)
        """,
        persistenceId,
        persistenceId,
        "%" + removed);
  }
}
