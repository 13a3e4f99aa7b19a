package io.sluice.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.flywaydb.core.api.FlywayException;

/**
 * Looks at a database without a pool and without changing anything in it: an address goes in, what
 * a program would find there comes out.
 */
public final class DatabaseExamination {
  private final DatabaseAddress address;
  private final Duration limit;

  /**
   * @param limit longest wait for a connection, and for an answer
   */
  public DatabaseExamination(DatabaseAddress address, Duration limit) {
    this.address = address;
    this.limit = limit;
  }

  /**
   * A connection, which the caller closes.
   *
   * @throws DatabaseException if there is none
   */
  public Connection connect() {
    var login = new Properties();
    if (address.user() != null) {
      login.setProperty("user", address.user());
    }
    if (address.password() != null) {
      login.setProperty("password", address.password());
    }
    login.setProperty("ApplicationName", Database.PROGRAM);
    login.setProperty("connectTimeout", Long.toString(limit.toSeconds()));
    login.setProperty("socketTimeout", Long.toString(limit.toSeconds()));
    try {
      return DriverManager.getConnection(address.jdbcUrl(), login);
    } catch (SQLException e) {
      throw new DatabaseException(address, e);
    }
  }

  /** What keeps Sluice from using it, and what to do; empty for nothing. */
  public Optional<String> refusal() {
    try (var connection = connect()) {
      return DatabaseCheck.refusal(connection);
    } catch (SQLException e) {
      throw new DatabaseException(address, e);
    }
  }

  /** How many steps its schema is behind this program's. */
  public int pendingMigrations() {
    try {
      return Migrations.pending(address);
    } catch (FlywayException e) {
      throw new DatabaseException(
          "database %s: its schema cannot be told: %s".formatted(address, e.getMessage().strip()),
          e);
    }
  }
}
