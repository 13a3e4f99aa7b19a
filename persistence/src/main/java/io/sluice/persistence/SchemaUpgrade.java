package io.sluice.persistence;

import io.sluice.settings.ProgramVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/**
 * What this program would do to the schema of a database when it starts, found out by reading
 * alone.
 *
 * @param address of the database
 * @param from the last migration that was made there; empty where there is no schema
 * @param steps those that it lacks, in their order
 * @param lowestProgram the oldest program that may use the schema when all steps are made
 * @param nodes that have not ended
 * @param bytes of the tables and of their chunks in TimescaleDB, without their indexes
 */
public record SchemaUpgrade(
    DatabaseAddress address,
    Optional<String> from,
    List<Step> steps,
    String lowestProgram,
    List<LiveNode> nodes,
    long bytes) {

  /**
   * A migration.
   *
   * @param version its number
   * @param about its name
   * @param does a line for each thing that is made, changed or dropped
   * @param lowestProgram the oldest program that may use what it leaves; null where it says nothing
   */
  public record Step(String version, String about, List<String> does, String lowestProgram) {
    private static Step of(MigrationInfo migration) {
      var words = new MigrationWords(Migrations.text(migration.getScript()));
      return new Step(
          migration.getVersion().getVersion(),
          migration.getDescription(),
          words.lines(),
          words.lowestProgram().orElse(null));
    }
  }

  /** A node that may be at work, and the version of its program. */
  public record LiveNode(String name, String version) {}

  /**
   * @throws DatabaseException where the database cannot be used, or is of a later program
   */
  public static SchemaUpgrade of(DatabaseAddress address, DatabaseExamination examination) {
    refuse(address, examination.refusal());
    try (var connection = examination.connect()) {
      connection.setReadOnly(true);
      var info = Migrations.of(address).load().info();
      var steps = Arrays.stream(info.pending()).map(Step::of).toList();
      if (!steps.isEmpty()) {
        refuse(address, DatabaseCheck.refusalToMigrate(connection));
      }
      var from = Optional.ofNullable(info.current()).map(last -> last.getVersion().getVersion());
      return new SchemaUpgrade(
          address,
          from,
          steps,
          lowest(connection, steps),
          from.isPresent() ? nodes(connection) : List.of(),
          bytes(connection));
    } catch (SQLException e) {
      throw new DatabaseException(address, e);
    } catch (FlywayException e) {
      throw new DatabaseException(
          "database %s: its schema cannot be told: %s".formatted(address, e.getMessage().strip()),
          e);
    }
  }

  private static void refuse(DatabaseAddress address, Optional<String> refusal) {
    refusal.ifPresent(
        words -> {
          throw new DatabaseException("database %s: %s".formatted(address, words));
        });
  }

  /** Nodes whose program may not use the schema when all steps are made. */
  public List<LiveNode> nodesToStop() {
    return nodes.stream().filter(node -> !may(node.version(), lowestProgram)).toList();
  }

  /** Whether this program may use the schema as it is now. */
  public boolean isForThisProgram() {
    return may(ProgramVersion.CURRENT, lowestProgram);
  }

  private static boolean may(String version, String lowest) {
    return !version.isEmpty() && Migrations.compare(version, lowest) >= 0;
  }

  private static String lowest(Connection connection, List<Step> steps) throws SQLException {
    var there =
        isThere(connection, "sluice.compatibility")
            ? Sql.list(
                connection,
                "SELECT lowest_program FROM sluice.compatibility",
                row -> row.getString(1))
            : List.<String>of();
    return Stream.concat(
            there.stream(), steps.stream().flatMap(step -> Stream.ofNullable(step.lowestProgram())))
        .max(Migrations::compare)
        .orElse("0");
  }

  private static boolean isThere(Connection connection, String table) throws SQLException {
    return Sql.first(
            connection, "SELECT to_regclass(?) IS NOT NULL", row -> row.getBoolean(1), table)
        .orElseThrow();
  }

  /** As rows of any version have them: which columns there are is asked first. */
  private static List<LiveNode> nodes(Connection connection) throws SQLException {
    var columns =
        Sql.list(
                connection,
                """
                SELECT column_name FROM information_schema.columns
                WHERE table_schema = 'sluice' AND table_name = 'node'
                """,
                row -> row.getString(1))
            .stream()
            .collect(Collectors.toSet());
    if (!columns.containsAll(List.of("state", "version", "host", "process"))) {
      return List.of();
    }
    return Sql.list(
        connection,
        """
        SELECT host || ', process ' || process AS name, version FROM sluice.node
        WHERE state NOT IN ('left', 'down') ORDER BY host, process
        """,
        row -> new LiveNode(row.getString("name"), row.getString("version")));
  }

  private static long bytes(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            """
            SELECT coalesce(sum(pg_table_size(oid)), 0) FROM pg_class
            WHERE relkind IN ('r', 'm') AND relnamespace IN (
              to_regnamespace('sluice'), to_regnamespace('_timescaledb_internal'))
            """,
            row -> row.getLong(1))
        .orElseThrow();
  }
}
