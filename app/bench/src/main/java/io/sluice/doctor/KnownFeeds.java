package io.sluice.doctor;

import io.sluice.persistence.Sql;
import io.sluice.words.FeedAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Feeds that the database tells of and that are to be read, with their passwords. */
final class KnownFeeds {
  private KnownFeeds() {}

  static List<FeedAddress> running(Connection connection) throws SQLException {
    boolean isThere =
        Sql.first(
                connection,
                "SELECT to_regclass('sluice.feed_secret') IS NOT NULL AS there",
                row -> row.getBoolean("there"))
            .orElseThrow();
    if (!isThere) {
      return List.of();
    }
    return Sql.list(
        connection,
        """
        SELECT url, password FROM sluice.feed LEFT JOIN sluice.feed_secret ON feed_id = id
        WHERE state = 'running' ORDER BY id
        """,
        row ->
            FeedAddress.of(row.getString("url"))
                .with(Optional.ofNullable(row.getString("password"))));
  }
}
