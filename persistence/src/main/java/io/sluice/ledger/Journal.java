package io.sluice.ledger;

import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Table {@code event_journal}, which Pekko writes, for what has to be gone with an entity. */
public final class Journal {
  private Journal() {}

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
