package io.sluice.bench;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A database for a measurement, on the server of another one that it never touches. Closing drops
 * it; one that a killed process left behind is dropped by the next. Who has one is connected to it
 * all the time, which tells it from those.
 */
public final class ScratchDatabase implements AutoCloseable {
  private static final String PREFIX = "sluice_bench_";
  private static final String NOT_ALLOWED = "42501";

  private final DatabaseAddress home;
  private final DatabaseAddress address;

  private final Connection holder;

  private ScratchDatabase(DatabaseAddress home, DatabaseAddress address, Connection holder) {
    this.home = home;
    this.address = address;
    this.holder = holder;
  }

  /**
   * @param home a database on the server, from which to make the new one
   * @throws DatabaseException where the server cannot be reached or does not allow it
   */
  public static ScratchDatabase create(DatabaseAddress home) {
    var name = PREFIX + UUID.randomUUID().toString().substring(0, 8);
    try (var connection = connect(home);
        var statement = connection.createStatement()) {
      dropLeftovers(connection);
      statement.execute("CREATE DATABASE " + name);
      var address =
          new DatabaseAddress(home.host(), name, home.user(), home.password(), home.parameters());
      return new ScratchDatabase(home, address, connect(address));
    } catch (SQLException e) {
      throw NOT_ALLOWED.equals(e.getSQLState())
          ? new DatabaseException(
              ("database %s: this makes a database of its own and drops it, for which"
                      + " %s lacks the right: ALTER ROLE %2$s CREATEDB")
                  .formatted(home, home.user()),
              e)
          : new DatabaseException(home, e);
    }
  }

  /**
   * Drops those that killed processes left on the server.
   *
   * @throws DatabaseException where the server cannot be reached or does not allow it
   */
  public static void dropLeftovers(DatabaseAddress home) {
    try (var connection = connect(home)) {
      dropLeftovers(connection);
    } catch (SQLException e) {
      throw new DatabaseException(home, e);
    }
  }

  /** One process at a time, and none while a new one is not connected to yet. */
  private static void dropLeftovers(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(hashtext('%s'))".formatted(PREFIX));
      for (var leftover : leftovers(connection)) {
        statement.execute("DROP DATABASE IF EXISTS " + leftover);
      }
    }
  }

  private static List<String> leftovers(Connection connection) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT datname FROM pg_database
            WHERE datname ~ ('^' || ? || '[0-9a-f]{8}$')
              AND pg_get_userbyid(datdba) = current_user
              AND datname NOT IN (SELECT datname FROM pg_stat_activity WHERE datname IS NOT NULL)
            """)) {
      statement.setString(1, PREFIX);
      try (var row = statement.executeQuery()) {
        var names = new ArrayList<String>();
        while (row.next()) {
          names.add(row.getString(1));
        }
        return names;
      }
    }
  }

  /** As its home's, but for the name. */
  public DatabaseAddress address() {
    return address;
  }

  /** Its address, with the driver's rewriting of batches on or off, whatever the home's says. */
  public DatabaseAddress rewriting(boolean on) {
    var parameters =
        Stream.of(address.parameters(), "reWriteBatchedInserts=" + on)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("&"));
    return new DatabaseAddress(
        address.host(), address.name(), address.user(), address.password(), parameters);
  }

  /** A connection of no pool. */
  Connection connect() throws SQLException {
    return connect(address);
  }

  /** Processes of its server that are there now. */
  Stream<ProcessHandle> processes() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")) {
      var found = new ArrayList<ProcessHandle>();
      while (row.next()) {
        ProcessHandle.of(row.getLong(1)).ifPresent(found::add);
      }
      return found.stream();
    }
  }

  /** The server's version. */
  String version() throws SQLException {
    try (var connection = connect()) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  private static Connection connect(DatabaseAddress address) throws SQLException {
    var login = new Properties();
    if (address.user() != null) {
      login.setProperty("user", address.user());
    }
    if (address.password() != null) {
      login.setProperty("password", address.password());
    }
    return DriverManager.getConnection(address.jdbcUrl(), login);
  }

  @Override
  public void close() {
    try (holder;
        var connection = connect(home);
        var statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + address.name() + " WITH (FORCE)");
    } catch (SQLException e) {
      throw new DatabaseException(
          "database %s is left behind, drop it: %s".formatted(address, e.getMessage()), e);
    }
  }
}
