package io.sluice.ledger.feed;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;

/**
 * Table {@code feed_trial}: how often entries were tried apart. That is counted before each try, so
 * that what ends a process is not tried for ever.
 */
public final class FeedTrials {
  private final Database database;

  public FeedTrials(Database database) {
    this.database = database;
  }

  /** The how manieth trial of it begins. */
  public int begin(long feed, String entry) {
    return database.transaction(
        connection ->
            Sql.first(
                    connection,
                    """
                    INSERT INTO sluice.feed_trial AS trial (feed_id, entry_id, attempts)
                    VALUES (?, ?, 1)
                    ON CONFLICT (feed_id, entry_id) DO UPDATE SET attempts = trial.attempts + 1
                    RETURNING attempts
                    """,
                    row -> row.getInt(1),
                    feed,
                    entry)
                .orElseThrow());
  }

  /** It had another end than that of a process. */
  public void end(long feed, String entry) {
    database.transaction(
        connection ->
            Sql.update(
                connection,
                "DELETE FROM sluice.feed_trial WHERE feed_id = ? AND entry_id = ?",
                feed,
                entry));
  }
}
