package io.sluice.ledger.file;

import io.sluice.persistence.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * How the sweep of the store stands, or how the last one ended.
 *
 * @param startedAt null if there was none
 * @param endedAt null while it is under way
 * @param leastAge younger files stay
 * @param place how many of the {@link #PLACES} directories are done
 * @param files that were looked at
 * @param removed of these, since no row tells of them
 * @param bytes of those that were removed
 * @param drafts of runs that are over, which were removed too
 * @param problem why it does not go on, or ended early; null if nothing is in its way
 */
public record SweepRow(
    Instant startedAt,
    Instant endedAt,
    Duration leastAge,
    int place,
    long files,
    long removed,
    long bytes,
    long drafts,
    String problem) {

  /** Directories of the store, which are looked through one after the other. */
  public static final int PLACES = 256;

  static SweepRow of(ResultSet row) throws SQLException {
    return new SweepRow(
        Sql.instant(row, "started_at"),
        Sql.instant(row, "ended_at"),
        Duration.ofSeconds(row.getLong("least_age")),
        row.getInt("place"),
        row.getLong("files"),
        row.getLong("removed"),
        row.getLong("bytes"),
        row.getLong("drafts"),
        row.getString("problem"));
  }
}
