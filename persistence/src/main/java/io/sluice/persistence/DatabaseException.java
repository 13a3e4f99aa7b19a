package io.sluice.persistence;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** A statement that PostgreSQL did not carry out; nothing of its transaction is stored. */
public final class DatabaseException extends RuntimeException {

  public DatabaseException(DatabaseAddress address, SQLException cause) {
    super(describe(address, cause), cause);
  }

  DatabaseException(String message) {
    super(message);
  }

  public DatabaseException(String message, Exception cause) {
    super(message, cause);
  }

  private static String describe(DatabaseAddress address, SQLException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (e instanceof SQLTransientConnectionException) {
      return "database %s cannot be reached: %s: is it running, and is DATABASE_URL right?"
          .formatted(address, root.getMessage());
    }
    var state = e.getSQLState() == null ? "" : " (SQLSTATE " + e.getSQLState() + ")";
    var why = root == e ? e.getMessage() : e.getMessage() + ": " + root.getMessage();
    return "database " + address + ": " + why + state;
  }
}
