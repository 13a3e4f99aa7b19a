package io.sluice.ledger;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Table {@code closed_origin}: origins that want no requests for some time, to be shown by any
 * node; what counts is the origin's journal. A later time is never overwritten by an earlier one.
 */
public final class ClosedOrigins {
  private final Database database;

  public ClosedOrigins(Database database) {
    this.database = database;
  }

  /**
   * An origin that is closed.
   *
   * @param secondsLeft until it opens, by the database's clock
   */
  public record Closing(String origin, Instant until, double secondsLeft, String reason) {}

  public void close(String origin, Instant until, String reason) {
    database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                INSERT INTO sluice.closed_origin AS known (origin, closed_until, reason)
                VALUES (?, ?, ?)
                ON CONFLICT (origin) DO UPDATE SET
                  closed_until = excluded.closed_until, reason = excluded.reason
                WHERE known.closed_until < excluded.closed_until
                """,
                origin,
                until.atOffset(ZoneOffset.UTC),
                StorableText.of(reason)));
  }

  /**
   * Notes that an origin is open.
   *
   * @param until the time that is over
   */
  public void open(String origin, Instant until) {
    database.transaction(
        connection ->
            Sql.update(
                connection,
                "DELETE FROM sluice.closed_origin WHERE origin = ? AND closed_until <= ?",
                origin,
                until.atOffset(ZoneOffset.UTC)));
  }

  /** Those that are closed now, in the order of their names. */
  public List<Closing> all() {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                """
                SELECT *, extract(epoch FROM closed_until - clock_timestamp()) AS seconds
                FROM sluice.closed_origin WHERE closed_until > clock_timestamp() ORDER BY origin
                """,
                row ->
                    new Closing(
                        row.getString("origin"),
                        Sql.instant(row, "closed_until"),
                        Math.max(0, row.getDouble("seconds")),
                        row.getString("reason"))));
  }
}
