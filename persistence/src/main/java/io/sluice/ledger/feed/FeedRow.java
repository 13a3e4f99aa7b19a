package io.sluice.ledger.feed;

import io.sluice.persistence.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A feed as its rows have it.
 *
 * @param url without a password
 * @param streamId of what is read, which outlives the feed
 * @param lastError what a consumer last stumbled over; null if nothing
 * @param counts of all its consumers, those that are gone included
 * @param consumers nodes that read it
 * @param perSecond entries that these read to their end lately
 * @param standing how far the group is behind; null while nobody knows
 * @param deadLetters that lie there, counted up to a thousand
 */
public record FeedRow(
    long id,
    String name,
    String url,
    String group,
    long streamId,
    FeedPhase phase,
    String lastError,
    Instant lastErrorAt,
    FeedCounts counts,
    int consumers,
    double perSecond,
    Standing standing,
    long deadLetters,
    Instant createdAt,
    Instant changedAt) {

  /**
   * How a group stands in its server.
   *
   * @param lag entries that nobody has read; null where the server cannot tell
   * @param pending entries that are read and not acknowledged
   * @param oldestAt when the oldest of these came into the stream; null if there are none
   * @param askedAt when that was so
   */
  public record Standing(Long lag, Long pending, Instant oldestAt, Instant askedAt) {}

  /** Dead letters are counted so far: rows of feeds are asked for each second. */
  private static final int MOST_COUNTED = 1_000;

  static final String SELECT =
      """
      SELECT feed.id, feed.name, url, group_name, stream_id, state, last_error, last_error_at,
        feed.stored + reading.stored AS stored, feed.duplicates + reading.duplicates AS duplicates,
        feed.dead + reading.dead AS dead, feed.ghosts + reading.ghosts AS ghosts,
        consumers, per_second, lag, pending, oldest_at, asked_at,
        (SELECT count(*) FROM (
          SELECT FROM sluice.feed_dead_letter WHERE feed_id = feed.id
          ORDER BY died_at, entry_id LIMIT %d) AS counted) AS dead_letters,
        created_at, changed_at
      FROM sluice.feed CROSS JOIN LATERAL (
        SELECT coalesce(sum(stored), 0) AS stored, coalesce(sum(duplicates), 0) AS duplicates,
          coalesce(sum(dead), 0) AS dead, coalesce(sum(ghosts), 0) AS ghosts,
          count(*) FILTER (WHERE live) AS consumers,
          coalesce(sum(per_second) FILTER (WHERE live), 0) AS per_second
        FROM (SELECT feed_consumer.*, node.id IS NOT NULL AS live
          FROM sluice.feed_consumer
          LEFT JOIN sluice.node ON node.id = node AND node.state NOT IN ('left', 'down')
          WHERE feed_id = feed.id) AS consumer) AS reading
      LEFT JOIN LATERAL (
        SELECT lag, pending, oldest_at, asked_at FROM sluice.feed_consumer
        WHERE feed_id = feed.id AND asked_at IS NOT NULL ORDER BY asked_at DESC LIMIT 1) AS standing
        ON true
      """
          .formatted(MOST_COUNTED);

  static FeedRow of(ResultSet row) throws SQLException {
    var asked = Sql.instant(row, "asked_at");
    return new FeedRow(
        row.getLong("id"),
        row.getString("name"),
        row.getString("url"),
        row.getString("group_name"),
        row.getLong("stream_id"),
        FeedPhase.ofColumn(row.getString("state")),
        row.getString("last_error"),
        Sql.instant(row, "last_error_at"),
        FeedCounts.of(row),
        row.getInt("consumers"),
        row.getDouble("per_second"),
        asked == null
            ? null
            : new Standing(
                Sql.number(row, "lag"),
                Sql.number(row, "pending"),
                Sql.instant(row, "oldest_at"),
                asked),
        row.getLong("dead_letters"),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "changed_at"));
  }
}
