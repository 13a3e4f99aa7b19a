package io.sluice.persistence;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The one database on the embedded server. */
final class ServerDatabase {
  private static final String SECONDS = "30";

  private ServerDatabase() {}

  /**
   * Makes sure that it is there.
   *
   * @throws DatabaseException where the server does not answer, or is not ours
   */
  static void create(DatabaseAddress address) {
    var server =
        new DatabaseAddress(
            address.host(), "postgres", address.user(), address.password(), address.parameters());
    var login = new Properties();
    login.setProperty("user", address.user());
    login.setProperty("password", address.password());
    login.setProperty("loginTimeout", SECONDS);
    login.setProperty("socketTimeout", SECONDS);
    try (var connection = DriverManager.getConnection(server.jdbcUrl(), login);
        var statement = connection.createStatement();
        var found =
            statement.executeQuery(
                "SELECT FROM pg_database WHERE datname = '" + address.name() + "'")) {
      if (!found.next()) {
        statement.execute("CREATE DATABASE " + address.name());
      }
    } catch (SQLException e) {
      throw new DatabaseException(address, e);
    }
  }
}
