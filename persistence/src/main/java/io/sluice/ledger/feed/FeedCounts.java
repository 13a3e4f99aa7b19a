package io.sluice.ledger.feed;

import io.sluice.persistence.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What has become of the entries of a feed.
 *
 * @param stored each as a row
 * @param duplicates that were stored before: who acknowledges after the commit reads some twice
 * @param dead that went to the dead letters
 * @param ghosts that were pending, and deleted from the stream
 */
public record FeedCounts(long stored, long duplicates, long dead, long ghosts) {

  /** How many were read to their end. */
  public long read() {
    return stored + duplicates + dead + ghosts;
  }

  static FeedCounts of(ResultSet row) throws SQLException {
    return new FeedCounts(
        Sql.number(row, "stored"),
        Sql.number(row, "duplicates"),
        Sql.number(row, "dead"),
        Sql.number(row, "ghosts"));
  }
}
