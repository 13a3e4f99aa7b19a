package io.sluice.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of its own for a test, on one real PostgreSQL for all tests of a JVM. */
public final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static EmbeddedServer server;
  private static Path directory;

  private TestDatabase() {}

  /** An empty database. */
  public static DatabaseAddress create() {
    return create("");
  }

  /**
   * @param options how it is made
   */
  static synchronized DatabaseAddress create(String options) {
    if (server == null) {
      server = startServer();
    }
    var shared = server.address();
    var name = "test_" + COUNT.incrementAndGet();
    execute(shared, "CREATE DATABASE %s %s".formatted(name, options));
    return new DatabaseAddress(shared.host(), name, shared.user(), shared.password(), "");
  }

  /** Where the server of all these databases logs. */
  public static Path log() {
    return ServerFiles.of(directory).log().file();
  }

  /** Our schema on an empty database. */
  public static Database open() {
    return open(create());
  }

  public static Database open(DatabaseAddress address) {
    return open(address, 8);
  }

  /**
   * @param connections that work at most at once
   */
  public static Database open(DatabaseAddress address, int connections) {
    return Database.open(
        address, new DatabaseSettings(Optional.of(address), Path.of(""), connections));
  }

  /** Makes the schema as it was after a migration, or goes on to it. */
  public static void migrateTo(String version, DatabaseAddress address) {
    Migrations.of(address).target(version).load().migrate();
  }

  public static void execute(DatabaseAddress address, String sql) {
    try (var connection = DriverManager.getConnection(address.jdbcUrl(), login(address));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The rows that a query gives, each as its columns in text. */
  public static List<List<String>> query(DatabaseAddress address, String sql) {
    try (var connection = DriverManager.getConnection(address.jdbcUrl(), login(address));
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      var rows = new ArrayList<List<String>>();
      while (row.next()) {
        var cells = new ArrayList<String>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          cells.add(row.getString(i));
        }
        rows.add(cells);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  public static long count(DatabaseAddress address, String sql) {
    return Long.parseLong(query(address, sql).get(0).get(0));
  }

  private static Properties login(DatabaseAddress address) {
    var login = new Properties();
    login.setProperty("user", address.user());
    login.setProperty("password", address.password());
    return login;
  }

  private static EmbeddedServer startServer() {
    try {
      directory = Files.createTempDirectory("sluice-postgres");
      var started = EmbeddedServer.start(directory);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    started.close();
                    delete(directory);
                  }));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try {
      OwnerOnly.deleteTree(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
