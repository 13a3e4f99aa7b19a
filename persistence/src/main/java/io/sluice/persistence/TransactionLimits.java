package io.sluice.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;

/**
 * How long a transaction may take, by the server's own clock, so that a process which is frozen or
 * cut off does not hold its locks for ever. Null where there is no limit.
 *
 * @param still how long the server waits between two statements for the next
 * @param lock how long a statement waits for a lock
 * @param all from the first statement to the last; half a statement counts too, which {@code still}
 *     does not see. Servers before PostgreSQL 17 know no such limit.
 */
record TransactionLimits(Duration still, Duration lock, Duration all) {
  private static final int KNOWS_ALL = 17;

  /**
   * Sets them for the transaction that begins, and for no longer: what is set for a connection
   * would stay with a pooler's connection, which the next transaction may be another program's, and
   * poolers refuse to be told when one connects.
   */
  // Model: tests/models/fence.pml
  void set(Connection connection) throws SQLException {
    var set = new ArrayList<String>();
    set.add(setting("idle_in_transaction_session_timeout", still));
    if (lock != null) {
      set.add(setting("lock_timeout", lock));
    }
    if (all != null && connection.getMetaData().getDatabaseMajorVersion() >= KNOWS_ALL) {
      set.add(setting("transaction_timeout", all));
    }
    // Prepared, so that the server need not read it anew in each transaction.
    try (var statement = connection.prepareStatement("SELECT " + String.join(", ", set))) {
      statement.execute();
    }
  }

  private static String setting(String name, Duration time) {
    return "set_config('%s', '%d', true)".formatted(name, time.toMillis());
  }
}
