package io.sluice.persistence;

import io.sluice.settings.ProgramVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings the schema {@code sluice} up to date, whoever else starts at the same time, and refuses a
 * server or a schema that this program cannot work with.
 */
final class Migrations {
  /** The oldest PostgreSQL that Sluice is made for. */
  private static final int OLDEST_SERVER = 13;

  static final String SCHEMA = "sluice";

  private static final String LOCATION = "classpath:io/sluice/persistence/migrations";

  private Migrations() {}

  static void run(Database database) {
    int server = database.serverVersion();
    if (server < OLDEST_SERVER) {
      throw new DatabaseException(
          "database %s is PostgreSQL %d, older than the %d that Sluice needs"
              .formatted(database.address(), server, OLDEST_SERVER));
    }
    var check = new DatabaseCheck(database);
    check.run();
    refuseNewerSchema(database);
    try (var pool = database.migrationPool()) {
      var flyway = flyway().dataSource(pool).load();
      if (flyway.info().pending().length > 0) {
        check.runBeforeMigration();
      }
      flyway.migrate();
    } catch (FlywayException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLTransientConnectionException away) {
          throw new DatabaseException(database.address(), away);
        }
      }
      throw new DatabaseException(
          "database %s: the schema could not be brought up to date: %s"
              .formatted(database.address(), e.getMessage().strip()));
    }
    refuseNewerSchema(database);
  }

  /**
   * How many migrations a database lacks: 0 where its schema is as this program knows it, all of
   * them where there is none.
   */
  static int pending(DatabaseAddress address) {
    return of(address).load().info().pending().length;
  }

  /** All that is told of migrations but where they go. */
  private static FluentConfiguration flyway() {
    return Flyway.configure(Migrations.class.getClassLoader())
        .locations(LOCATION)
        .schemas(SCHEMA)
        .createSchemas(true)
        .ignoreMigrationPatterns("*:future");
  }

  /** On connections of no pool. */
  static FluentConfiguration of(DatabaseAddress address) {
    return flyway().dataSource(address.jdbcUrl(), address.user(), address.password());
  }

  /**
   * The text of a migration.
   *
   * @param script the name of its file
   */
  static String text(String script) {
    var name = LOCATION.replace("classpath:", "") + "/" + script;
    try (var in = Migrations.class.getClassLoader().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refuseNewerSchema(Database database) {
    database.controlTransaction(
        connection -> {
          try (var statement = connection.createStatement();
              var table =
                  statement.executeQuery(
                      "SELECT to_regclass('sluice.compatibility') IS NOT NULL")) {
            table.next();
            if (!table.getBoolean(1)) {
              return null;
            }
          }
          try (var statement = connection.createStatement();
              var row = statement.executeQuery("SELECT lowest_program FROM sluice.compatibility")) {
            row.next();
            refuseOlderThan(row.getString(1), database);
            return null;
          }
        });
  }

  private static void refuseOlderThan(String lowest, Database database) throws SQLException {
    if (compare(ProgramVersion.CURRENT, lowest) < 0) {
      throw new DatabaseException(
          "database %s needs Sluice %s or later, this is %s: update the program"
              .formatted(database.address(), lowest, ProgramVersion.CURRENT));
    }
  }

  static int compare(String version, String other) {
    return Objects.compare(numbers(version), numbers(other), Arrays::compare);
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.replaceFirst("-.*", "").split("\\."))
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}
