package io.sluice.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.postgresql.PGConnection;

/**
 * Tries an upgrade: the rows of a database are read, in one look, into an empty one, and the steps
 * that it lacks are made there. How long each took comes out; the first is only read.
 */
public final class SchemaCopy {
  private static final int PIPE_BYTES = 1 << 20;

  private final DatabaseExamination from;
  private final DatabaseAddress to;

  /**
   * @param to an empty database, where the user may do all
   */
  public SchemaCopy(DatabaseExamination from, DatabaseAddress to) {
    this.from = from;
    this.to = to;
  }

  /**
   * What came of it.
   *
   * @param copying how long the rows took
   * @param failure what the database said to the step that failed; null where none did
   */
  public record Trial(long rows, Duration copying, List<Timed> steps, String failure) {
    public Duration longest() {
      return steps.stream().map(Timed::took).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    public Duration all() {
      return steps.stream().map(Timed::took).reduce(Duration.ZERO, Duration::plus);
    }
  }

  /** How long a step took. */
  public record Timed(String version, String about, Duration took) {}

  /**
   * @param at the last migration that was made
   * @throws DatabaseException where rows cannot be copied
   */
  public Trial tried(String at) {
    var flyway = Migrations.of(to);
    try {
      flyway.target(MigrationVersion.fromVersion(at)).load().migrate();
      long began = System.nanoTime();
      long rows = copied();
      var copying = Duration.ofNanos(System.nanoTime() - began);
      return trial(rows, copying);
    } catch (FlywayException e) {
      throw new DatabaseException(
          "database %s: the copy cannot be made: %s".formatted(to, e.getMessage().strip()), e);
    }
  }

  private Trial trial(long rows, Duration copying) {
    try {
      var made = Migrations.of(to).load().migrate();
      var steps =
          made.migrations.stream()
              .map(
                  step ->
                      new Timed(
                          step.version, step.description, Duration.ofMillis(step.executionTime)))
              .toList();
      return new Trial(rows, copying, steps, null);
    } catch (FlywayException e) {
      return new Trial(rows, copying, List.of(), e.getMessage().strip());
    }
  }

  private long copied() {
    try (var look = DatabaseLook.at(from);
        var target = new DatabaseExamination(to, Duration.ZERO).connect()) {
      long rows = 0;
      for (var table : tables(target)) {
        makeParts(look, target, table);
        rows += copied(look, target, table);
      }
      takeSequences(look, target);
      try (var statement = target.createStatement()) {
        statement.execute("ANALYZE");
      }
      return rows;
    } catch (SQLException e) {
      throw new DatabaseException(to, e);
    }
  }

  /** Tables that hold rows, each behind those that its rows point to; but Flyway's own. */
  private static List<String> tables(Connection target) throws SQLException {
    var left =
        new LinkedHashSet<>(
            Sql.list(
                target,
                """
                SELECT relname FROM pg_class
                WHERE relnamespace = 'sluice'::regnamespace AND relkind IN ('r', 'p')
                  AND NOT relispartition AND relname <> 'flyway_schema_history' ORDER BY relname
                """,
                row -> row.getString(1)));
    var links =
        Sql.list(
            target,
            """
            SELECT DISTINCT pointing.relname, pointed.relname FROM pg_constraint
            JOIN pg_class pointing ON pointing.oid = conrelid
            JOIN pg_class pointed ON pointed.oid = confrelid
            WHERE contype = 'f' AND conrelid <> confrelid
              AND pointing.relnamespace = 'sluice'::regnamespace
            """,
            row -> List.of(row.getString(1), row.getString(2)));
    var ordered = new ArrayList<String>();
    while (!left.isEmpty()) {
      var next =
          left.stream()
              .filter(
                  table ->
                      links.stream()
                          .noneMatch(
                              link -> link.get(0).equals(table) && left.contains(link.get(1))))
              .findFirst()
              // Those that point to one another in a circle have no order.
              .orElse(left.iterator().next());
      left.remove(next);
      ordered.add(next);
    }
    return ordered;
  }

  /**
   * Partitions as there are now, so that none is missed that was attached with rows after the look
   * began; rows of no partition, such as of TimescaleDB, go to the one for others.
   */
  private static void makeParts(DatabaseLook look, Connection target, String table)
      throws SQLException {
    if (!isPartitioned(target, table)) {
      return;
    }
    var parts =
        Sql.list(
            look.now(),
            """
            SELECT format('CREATE TABLE IF NOT EXISTS sluice.%I PARTITION OF sluice.%I %s',
              part.relname, whole.relname, pg_get_expr(part.relpartbound, part.oid))
            FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid
            JOIN pg_class whole ON whole.oid = inhparent
            WHERE part.relispartition AND whole.relnamespace = 'sluice'::regnamespace
              AND whole.relname = ? ORDER BY part.relname
            """,
            row -> row.getString(1),
            table);
    for (var part : parts) {
      Sql.update(target, part);
    }
  }

  private static boolean isPartitioned(Connection target, String table) throws SQLException {
    return Sql.first(
            target,
            """
            SELECT relkind = 'p' FROM pg_class
            WHERE relnamespace = 'sluice'::regnamespace AND relname = ?
            """,
            row -> row.getBoolean(1),
            table)
        .orElseThrow();
  }

  private static long copied(DatabaseLook look, Connection target, String table)
      throws SQLException {
    // What a migration puts there the user's database has as well.
    Sql.update(target, "DELETE FROM sluice." + quoted(table));
    var columns =
        Sql.first(
                target,
                """
                SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                WHERE attrelid = format('sluice.%I', ?::text)::regclass AND attnum > 0
                  AND NOT attisdropped AND attgenerated = ''
                """,
                row -> Optional.ofNullable(row.getString(1)),
                table)
            .flatMap(found -> found)
            .orElse("");
    if (columns.isEmpty()) {
      return 0;
    }
    var out = "COPY (SELECT %s FROM sluice.%s) TO STDOUT".formatted(columns, quoted(table));
    var in = "COPY sluice.%s (%s) FROM STDIN".formatted(quoted(table), columns);
    return look.read(source -> piped(source, out, target, in));
  }

  private static long piped(Connection source, String out, Connection target, String in)
      throws SQLException {
    try (var sink = new PipedOutputStream();
        var rows = new PipedInputStream(sink, PIPE_BYTES)) {
      var stored = CompletableFuture.supplyAsync(() -> stored(target, in, rows), SchemaCopy::start);
      try (sink) {
        source.unwrap(PGConnection.class).getCopyAPI().copyOut(out, sink);
      } catch (IOException e) {
        // Whoever reads has gone, and says why.
        return count(stored);
      }
      return count(stored);
    } catch (IOException e) {
      throw new SQLException("rows cannot be handed on: " + e.getMessage(), e);
    }
  }

  private static long count(CompletableFuture<Long> stored) {
    try {
      return stored.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof DatabaseException known ? known : e;
    }
  }

  private static void start(Runnable task) {
    var thread = new Thread(task, "schema-copy");
    thread.setDaemon(true);
    thread.start();
  }

  private static long stored(Connection target, String in, InputStream rows) {
    try (rows) {
      return target.unwrap(PGConnection.class).getCopyAPI().copyIn(in, rows);
    } catch (SQLException | IOException e) {
      throw new DatabaseException("a copy takes no rows (%s): %s".formatted(in, e.getMessage()), e);
    }
  }

  /** So that a migration that adds rows gives them numbers that are free. */
  private static void takeSequences(DatabaseLook look, Connection target) throws SQLException {
    var values =
        Sql.list(
            look.now(),
            """
            SELECT format('SELECT setval(%L, %s)', format('sluice.%I', sequencename), last_value)
            FROM pg_sequences WHERE schemaname = 'sluice' AND last_value IS NOT NULL
            """,
            row -> row.getString(1));
    for (var value : values) {
      Sql.first(target, value, row -> row.getLong(1));
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
