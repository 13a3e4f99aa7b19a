package io.sluice.ledger.channel;

import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Table {@code event_journal}, which Pekko writes, for what has to be gone with a channel. */
final class Journal {
  private static final String CHANNEL = "channel|";
  private static final String REMOVED = "%Channel$Removed";

  private Journal() {}

  /**
   * Deletes the events of a channel up to the one that says it was removed. That one stays: without
   * it a message that comes late would find a channel that is new.
   */
  static void trim(Connection connection, long channel) throws SQLException {
    var id = CHANNEL + channel;
    Sql.update(
        connection,
        """
        DELETE FROM sluice.event_journal
        WHERE persistence_id = ? AND sequence_number < (
          SELECT max(sequence_number) FROM sluice.event_journal
          WHERE persistence_id = ? AND event_ser_manifest LIKE ?)
        """,
        id,
        id,
        REMOVED);
  }
}
