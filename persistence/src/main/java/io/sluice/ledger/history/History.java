package io.sluice.ledger.history;

import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Table {@code history}: what nodes have done goes in, share by share, and how much that was in
 * each step of a time comes out, of all nodes together. What is old is kept by the minute, and then
 * by the hour; that moves amounts from row to row and changes no sum.
 */
public final class History {
  /** What a node adds is of so many seconds. */
  public static final Duration SHARE = Duration.ofSeconds(10);

  /** How long that is kept as it came. */
  public static final Duration SHARES_KEPT = Duration.ofHours(2);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** How long minutes are kept. */
  public static final Duration MINUTES_KEPT = Duration.ofDays(2);

  private static final Duration HOUR = Duration.ofHours(1);

  /** What rows there are, so that a query can look each of them up by its time. */
  private static final String ANY = "seconds IN (10, 60, 3600)";

  private final Database database;

  public History(Database database) {
    this.database = database;
  }

  /** How much of something was done in the step that begins at this time. */
  public record Amount(Instant at, HistorySeries series, long amount) {}

  /**
   * Adds what a node has done of late, at the server's time.
   *
   * @param number of this share among those of the node, which grows: one that is there already, or
   *     was when it was sent before, is not added again
   */
  public void add(UUID node, long number, Map<HistorySeries, Long> amounts) {
    var sorted = new TreeMap<>(amounts);
    database.transaction(
        connection ->
            isNew(connection, node, number) ? insert(connection, node, sorted) : List.of());
  }

  private static boolean isNew(Connection connection, UUID node, long number) throws SQLException {
    return Sql.update(
            connection,
            """
            INSERT INTO sluice.history_share AS known (node, number, at)
            VALUES (?, ?, clock_timestamp())
            ON CONFLICT (node) DO UPDATE SET number = EXCLUDED.number, at = EXCLUDED.at
            WHERE known.number < EXCLUDED.number
            """,
            node,
            number)
        == 1;
  }

  private static Object insert(
      Connection connection, UUID node, SortedMap<HistorySeries, Long> amounts)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.history AS known
              (seconds, at, kind, stage, outcome, unit, amount, node)
            SELECT ?, to_timestamp(floor(extract(epoch FROM clock_timestamp()) / ?) * ?), share.*, ?
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[]) AS share
            ON CONFLICT (seconds, at, kind, stage, outcome, unit, node)
            DO UPDATE SET amount = known.amount + EXCLUDED.amount
            """)) {
      int seconds = (int) SHARE.toSeconds();
      statement.setInt(1, seconds);
      statement.setInt(2, seconds);
      statement.setInt(3, seconds);
      statement.setObject(4, node);
      var columns = new ArrayColumns<>(connection, statement, amounts.entrySet(), 5);
      columns.add("text", entry -> entry.getKey().kind());
      columns.add("text", entry -> entry.getKey().stage());
      columns.add("text", entry -> entry.getKey().outcome());
      columns.add("text", entry -> entry.getKey().unit().column());
      columns.add("bigint", Map.Entry::getValue);
      return statement.executeUpdate();
    }
  }

  /**
   * Makes minutes of old shares and hours of old minutes, and removes what is older still; one node
   * at a time.
   *
   * @param kept how long there is a history
   * @return false if another node is at it
   */
  public boolean rollUp(Duration kept) {
    return database.transaction(
        connection -> {
          if (!hasTurn(connection)) {
            return false;
          }
          move(connection, SHARE, SHARES_KEPT, MINUTE);
          move(connection, MINUTE, MINUTES_KEPT, HOUR);
          remove(connection, "sluice.history WHERE " + ANY + " AND", kept);
          remove(connection, "sluice.history_share WHERE", kept);
          return true;
        });
  }

  private static boolean hasTurn(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            "SELECT pg_try_advisory_xact_lock(hashtext('sluice.history'))",
            row -> row.getBoolean(1))
        .orElseThrow();
  }

  /** Whole steps alone, so that a step is made once, unless something comes very late. */
  private static void move(Connection connection, Duration from, Duration kept, Duration to)
      throws SQLException {
    long step = to.toSeconds();
    Sql.update(
        connection,
        """
        WITH old AS (
          DELETE FROM sluice.history WHERE seconds = ?
            AND at < to_timestamp(floor(extract(epoch FROM clock_timestamp() - make_interval(secs => ?)) / ?) * ?)
          RETURNING at, kind, stage, outcome, unit, amount)
        INSERT INTO sluice.history AS known (seconds, at, kind, stage, outcome, unit, amount)
        SELECT ?, to_timestamp(floor(extract(epoch FROM at) / ?) * ?) AS step,
          kind, stage, outcome, unit, sum(amount)
        FROM old GROUP BY step, kind, stage, outcome, unit
        ON CONFLICT (seconds, at, kind, stage, outcome, unit, node)
        DO UPDATE SET amount = known.amount + EXCLUDED.amount
        """,
        (int) from.toSeconds(),
        (double) kept.toSeconds(),
        step,
        step,
        (int) step,
        step,
        step);
  }

  private static void remove(Connection connection, String what, Duration kept)
      throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM " + what + " at < clock_timestamp() - make_interval(secs => ?)",
        (double) kept.toSeconds());
  }

  /**
   * How much was done from a time on and before another, in no order, by steps that begin at whole
   * multiples of their length, in units that are known here. What is kept by the hour stands in the
   * step in which its hour begins.
   */
  public List<Amount> amounts(Instant since, Instant until, Duration step) {
    long seconds = step.toSeconds();
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT to_timestamp(floor(date_part('epoch', at) / ?) * ?) AS step,
                  kind, stage, outcome, unit, sum(amount) AS amount
                FROM sluice.history WHERE %s AND unit IN (%s)
                  AND at >= to_timestamp(?) AND at < to_timestamp(?)
                GROUP BY step, kind, stage, outcome, unit
                """
                    .formatted(ANY, HistorySeries.Unit.COLUMNS),
                row ->
                    new Amount(
                        Sql.instant(row, "step"),
                        new HistorySeries(
                            row.getString("kind"),
                            row.getString("stage"),
                            row.getString("outcome"),
                            HistorySeries.Unit.ofColumn(row.getString("unit"))),
                        row.getLong("amount")),
                seconds,
                seconds,
                (double) since.getEpochSecond(),
                (double) until.getEpochSecond()));
  }
}
