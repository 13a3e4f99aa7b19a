package io.sluice.ledger.website;

import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What sites answered a while ago, shared by all nodes. */
public final class PageCache {
  /** Pages that go in one transaction. */
  private static final int SLICE = 1_000;

  private final Database database;

  public PageCache(Database database) {
    this.database = database;
  }

  /**
   * An answer.
   *
   * @param key hash of its address
   * @param headers a JSON object
   * @param body packed
   */
  public record Page(
      byte[] key,
      String address,
      Instant expires,
      int status,
      String headers,
      byte[] body,
      boolean cut) {}

  /** What was answered, also if that is out of date by now. */
  public Optional<Page> find(byte[] key) {
    return database.query(
        connection ->
            Sql.first(
                connection,
                """
                SELECT address, expires_at, status, headers, body, is_cut FROM sluice.page_cache
                WHERE key = ?
                """,
                row ->
                    new Page(
                        key,
                        row.getString(1),
                        Sql.instant(row, "expires_at"),
                        row.getInt(3),
                        row.getString(4),
                        row.getBytes(5),
                        row.getBoolean(6)),
                key));
  }

  /** Which of these keys have an answer, also if that is out of date by now. */
  public List<byte[]> known(Collection<byte[]> keys) {
    return database.query(
        connection ->
            Sql.list(
                connection,
                "SELECT key FROM sluice.page_cache WHERE key = ANY (?)",
                row -> row.getBytes(1),
                connection.createArrayOf("bytea", keys.toArray(byte[][]::new))));
  }

  /** Keeps answers, each address once. */
  public void put(Collection<Page> pages) {
    database.transaction(connection -> insert(connection, pages));
  }

  private static int insert(Connection connection, Collection<Page> pages) throws SQLException {
    // In the order of keys, or two nodes could wait for one another.
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.page_cache (key, address, expires_at, status, headers, body, is_cut)
            SELECT DISTINCT ON (key) key, address, expires_at::timestamptz, status, headers::jsonb,
              body, is_cut
            FROM unnest(?::bytea[], ?::text[], ?::text[], ?::int4[], ?::text[], ?::bytea[],
                ?::boolean[])
              AS put (key, address, expires_at, status, headers, body, is_cut)
            ORDER BY key, expires_at DESC
            ON CONFLICT (key) DO UPDATE SET address = excluded.address,
              expires_at = excluded.expires_at, status = excluded.status,
              headers = excluded.headers, body = excluded.body, is_cut = excluded.is_cut
            """)) {
      var columns = new ArrayColumns<>(connection, statement, pages, 1);
      columns.add("bytea", Page::key);
      columns.add("text", Page::address);
      columns.add("text", page -> page.expires().toString());
      columns.add("int4", Page::status);
      columns.add("text", Page::headers);
      columns.add("bytea", Page::body);
      columns.add("boolean", Page::cut);
      return statement.executeUpdate();
    }
  }

  /** Removes what has been out of date for so long; tells how many pages went. */
  public int sweep(Duration since) {
    int all = 0;
    for (int gone = SLICE; gone == SLICE; all += gone) {
      gone = database.transaction(connection -> sweepSlice(connection, since));
    }
    return all;
  }

  private static int sweepSlice(Connection connection, Duration since) throws SQLException {
    return Sql.update(
        connection,
        """
        DELETE FROM sluice.page_cache WHERE key IN (
          SELECT key FROM sluice.page_cache
          WHERE expires_at < now() - make_interval(secs => ?) ORDER BY expires_at LIMIT ?
          FOR UPDATE SKIP LOCKED)
        """,
        (double) since.toSeconds(),
        SLICE);
  }
}
