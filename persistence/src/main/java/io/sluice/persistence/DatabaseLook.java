package io.sluice.persistence;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * One look at a database, which is only read: each reading that goes in sees the rows as they were
 * when the look began. A reading is a transaction of its own, so that a table is locked only while
 * it is read, and who attaches a partition to it does not wait for the whole look.
 */
final class DatabaseLook implements AutoCloseable {
  private final Connection keeper;
  private final Connection reader;
  private final String snapshot;

  private DatabaseLook(Connection keeper, Connection reader) throws SQLException {
    this.keeper = keeper;
    this.reader = reader;
    reader.setReadOnly(true);
    keeper.setReadOnly(true);
    keeper.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    keeper.setAutoCommit(false);
    // It is idle on purpose, and locks no table.
    Sql.update(keeper, "SET LOCAL idle_in_transaction_session_timeout = 0");
    snapshot =
        Sql.first(keeper, "SELECT pg_export_snapshot()", row -> row.getString(1)).orElseThrow();
  }

  /** What is read of one table. */
  interface Reading<T> {
    T of(Connection source) throws SQLException;
  }

  static DatabaseLook at(DatabaseExamination database) throws SQLException {
    var keeper = database.connect();
    try {
      var reader = database.connect();
      try {
        return new DatabaseLook(keeper, reader);
      } catch (SQLException e) {
        reader.close();
        throw e;
      }
    } catch (SQLException | DatabaseException e) {
      keeper.close();
      throw e;
    }
  }

  /** As the database is at the moment of a statement. */
  Connection now() {
    return reader;
  }

  <T> T read(Reading<T> reading) throws SQLException {
    reader.setAutoCommit(false);
    Sql.update(reader, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    Sql.update(reader, "SET TRANSACTION SNAPSHOT '" + snapshot + "'");
    var found = reading.of(reader);
    reader.commit();
    reader.setAutoCommit(true);
    return found;
  }

  @Override
  public void close() throws SQLException {
    try (keeper) {
      reader.close();
    }
  }
}
