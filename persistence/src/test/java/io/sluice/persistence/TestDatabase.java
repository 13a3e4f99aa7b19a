package io.sluice.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of its own for a test, on one real PostgreSQL for all tests of a JVM. */
public final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String TEMPLATE = "with_schema";
  private static final long STOP_SECONDS = 20;

  /** No test is about what PostgreSQL clears away by itself in some hundred databases. */
  private static final List<String> SERVER_SETTINGS =
      List.of(
          "ALTER SYSTEM SET autovacuum = off",
          "ALTER SYSTEM SET checkpoint_timeout = '1h'",
          "ALTER SYSTEM SET max_wal_size = '4GB'",
          "SELECT pg_reload_conf()");

  private static final KeptConnections KEPT = new KeptConnections();

  private static EmbeddedServer server;

  /** Of that server; null before it runs. */
  private static volatile String host;

  private static Path directory;
  private static boolean hasTemplate;

  private TestDatabase() {}

  /** An empty database. */
  public static DatabaseAddress create() {
    return create("");
  }

  /**
   * @param options how it is made
   * @param settings of all its sessions
   */
  static synchronized DatabaseAddress create(String options, String... settings) {
    if (server == null) {
      server = startServer();
      host = server.address().host();
      executeAll(server.address(), SERVER_SETTINGS);
    }
    var shared = server.address();
    var name = "test_" + COUNT.incrementAndGet();
    var statements = new ArrayList<>(List.of("CREATE DATABASE %s %s".formatted(name, options)));
    for (var setting : settings) {
      statements.add("ALTER DATABASE %s SET %s".formatted(name, setting));
    }
    executeAll(shared, statements);
    return new DatabaseAddress(shared.host(), name, shared.user(), shared.password(), "");
  }

  /**
   * A database with our schema, in which nothing is: a copy of one that was brought up to date. The
   * server does not wait for the disk, since it is not to fail.
   */
  public static synchronized DatabaseAddress withSchema() {
    if (!hasTemplate) {
      var made = create();
      open(made).close();
      execute(server.address(), "ALTER DATABASE %s RENAME TO %s".formatted(made.name(), TEMPLATE));
      hasTemplate = true;
    }
    var copy = create("TEMPLATE " + TEMPLATE, "synchronous_commit = off");
    // By which stores know whose they are: a copy's are its own.
    execute(copy, "UPDATE sluice.sweep SET ledger = gen_random_uuid()");
    return copy;
  }

  /** Where the server of all these databases logs. */
  public static Path log() {
    return ServerFiles.of(directory).log().file();
  }

  /** Our schema on an empty database. */
  public static Database open() {
    return open(withSchema());
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
    executeAll(address, List.of(sql));
  }

  /** One after another, on one connection. */
  private static void executeAll(DatabaseAddress address, List<String> statements) {
    try (var connection = KeptConnections.connect(address);
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", statements), e);
    }
  }

  /** The rows that a query gives, each as its columns in text. */
  public static List<List<String>> query(DatabaseAddress address, String sql) {
    try {
      if (isShared(address)) {
        return KEPT.query(address, sql);
      }
      // Another server may end with its last connection.
      try (var connection = KeptConnections.connect(address)) {
        return KeptConnections.rows(connection, sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static boolean isShared(DatabaseAddress address) {
    return address.host().equals(host);
  }

  public static long count(DatabaseAddress address, String sql) {
    return Long.parseLong(query(address, sql).get(0).get(0));
  }

  private static EmbeddedServer startServer() {
    try {
      directory = Files.createTempDirectory("sluice-postgres");
      var programs = ServerFiles.of(directory).prepare().programs();
      UnpackedPrograms.copyTo(programs);
      var started = EmbeddedServer.start(directory);
      UnpackedPrograms.keep(programs);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    stopAtOnce();
                    started.close();
                    delete(directory);
                  }));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody needs what it has, so it does not write it first, which may take half a minute. */
  private static void stopAtOnce() {
    var server = ServerFiles.of(directory).running().map(PidFile::pid).flatMap(ProcessHandle::of);
    if (server.isEmpty()) {
      return;
    }
    try {
      new ProcessBuilder("kill", "-QUIT", Long.toString(server.get().pid())).start().waitFor();
      server.get().onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("PostgreSQL does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
