package io.sluice.ledger;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Table {@code gone}: what lost its row lately, for those who tell of changes. */
public final class Gone {
  private static final Duration KEPT = Duration.ofDays(1);

  /** Old ones that go with each new one. */
  private static final int SLICE = 100;

  private final Database database;

  /** What can be gone; the column {@code what} says so. */
  public enum What {
    CHANNEL,
    BATCH;

    private String column() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Gone(Database database) {
    this.database = database;
  }

  /** In the transaction that deletes its row. */
  public static void note(Connection connection, What what, long id) throws SQLException {
    Sql.update(
        connection,
        """
        DELETE FROM sluice.gone WHERE (what, id) IN (
          SELECT what, id FROM sluice.gone
          WHERE gone_at < clock_timestamp() - make_interval(secs => ?)
          ORDER BY gone_at LIMIT ? FOR UPDATE SKIP LOCKED)
        """,
        (double) KEPT.toSeconds(),
        SLICE);
    Sql.update(
        connection,
        "INSERT INTO sluice.gone (what, id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        what.column(),
        id);
  }

  /** The ids of those that went at this time or after it, within a day. */
  public List<Long> since(What what, Instant time) {
    return database.query(
        connection ->
            Sql.list(
                connection,
                "SELECT id FROM sluice.gone WHERE gone_at >= ? AND what = ? ORDER BY gone_at",
                row -> row.getLong(1),
                Timestamp.from(time),
                what.column()));
  }
}
