package io.sluice.ledger.feed;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Table {@code feed_consumer}: who reads a feed, as one node sees it. */
public final class FeedConsumers {
  private final Database database;
  private final UUID node;

  public FeedConsumers(Database database, UUID node) {
    this.database = database;
    this.node = node;
  }

  /**
   * This node reads the feed from now on.
   *
   * @param wanted name of its consumer, which it gets unless another node that lives has it
   * @return the name of its consumer
   */
  public String begin(long feed, String wanted) {
    return database.transaction(
        connection -> {
          fold(connection, feed, wanted);
          return Sql.first(
                  connection,
                  """
                  INSERT INTO sluice.feed_consumer (feed_id, node, name)
                  SELECT ?, ?, CASE WHEN EXISTS (SELECT FROM sluice.feed_consumer
                    WHERE feed_id = ? AND name = ? AND node <> ?) THEN ? ELSE ? END
                  ON CONFLICT (feed_id, node) DO UPDATE SET per_second = 0
                  RETURNING name
                  """,
                  row -> row.getString(1),
                  feed,
                  node,
                  feed,
                  StorableText.of(wanted),
                  node,
                  StorableText.of(wanted + "-" + node.toString().substring(0, 8)),
                  StorableText.of(wanted))
              .orElseThrow();
        });
  }

  /**
   * What a consumer did whose node is gone is added to the feed's row, and it is forgotten.
   *
   * @param name of that; it is without effect on one whose node lives
   */
  public void fold(long feed, String name) {
    database.transaction(connection -> fold(connection, feed, name));
  }

  private static int fold(Connection connection, long feed, String name) throws SQLException {
    return Sql.update(
        connection,
        """
        WITH ended AS (
          DELETE FROM sluice.feed_consumer WHERE feed_id = ? AND name = ? AND NOT EXISTS (
            SELECT FROM sluice.node WHERE node.id = node AND state NOT IN ('left', 'down'))
          RETURNING *)
        UPDATE sluice.feed SET stored = feed.stored + ended.stored,
          duplicates = feed.duplicates + ended.duplicates, dead = feed.dead + ended.dead,
          ghosts = feed.ghosts + ended.ghosts
        FROM ended WHERE feed.id = ended.feed_id
        """,
        feed,
        StorableText.of(name));
  }

  /** Names of the consumers of nodes that live. */
  public Set<String> live(long feed) {
    return database.query(
        connection ->
            Set.copyOf(
                Sql.list(
                    connection,
                    """
                    SELECT name FROM sluice.feed_consumer
                    JOIN sluice.node ON node.id = node AND state NOT IN ('left', 'down')
                    WHERE feed_id = ?
                    """,
                    row -> row.getString(1),
                    feed)));
  }

  /** Names of the consumers of nodes that are gone. */
  public List<String> ended(long feed) {
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT name FROM sluice.feed_consumer WHERE feed_id = ? AND NOT EXISTS (
                  SELECT FROM sluice.node WHERE node.id = node AND state NOT IN ('left', 'down'))
                """,
                row -> row.getString(1),
                feed));
  }

  /**
   * How its group stands, and how fast this consumer is.
   *
   * @param standing the time at which it was asked is that of the database
   */
  public void tell(long feed, FeedRow.Standing standing, double perSecond) {
    database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                UPDATE sluice.feed_consumer SET lag = ?::bigint, pending = ?::bigint, oldest_at = ?,
                  per_second = ?, asked_at = clock_timestamp()
                WHERE feed_id = ? AND node = ?
                """,
                standing.lag(),
                standing.pending(),
                standing.oldestAt() == null ? null : Timestamp.from(standing.oldestAt()),
                perSecond,
                feed,
                node));
  }

  /** Entries that were pending, and are in their stream no more. */
  public void ghosts(long feed, int entries) {
    database.transaction(
        connection ->
            Sql.update(
                connection,
                "UPDATE sluice.feed_consumer SET ghosts = ghosts + ? WHERE feed_id = ? AND node = ?",
                entries,
                feed,
                node));
  }
}
