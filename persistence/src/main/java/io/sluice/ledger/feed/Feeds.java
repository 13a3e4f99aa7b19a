package io.sluice.ledger.feed;

import io.sluice.ledger.Fence;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Table {@code feed}: which streams are read, and how they stand. Passwords are in a table of their
 * own, which only {@link #password} reads.
 */
public final class Feeds {
  private static final int MOST_OF_ERROR = 1000;

  private final Database database;

  public Feeds(Database database) {
    this.database = database;
  }

  /**
   * What came of asking for a feed.
   *
   * @param isNew whether it was not there before
   */
  public record Taken(FeedRow row, boolean isNew) {}

  /** The feed of this stream and group, which is made where there is none; its address is new. */
  public Taken take(NewFeed wanted) {
    return database.transaction(
        connection -> {
          // Two that come at once take turns, so that each finds what the other made.
          try (var statement = connection.createStatement()) {
            statement.execute("LOCK TABLE sluice.feed IN SHARE ROW EXCLUSIVE MODE");
          }
          long stream = stream(connection, wanted.address().place());
          var known = known(connection, stream, wanted.group());
          long id = known.isPresent() ? known.get() : insert(connection, stream, wanted);
          boolean isNewWord = keepPassword(connection, id, wanted.address().password());
          Sql.update(
              connection,
              """
              UPDATE sluice.feed SET url = ?, changed_at = clock_timestamp()
              WHERE id = ? AND (url <> ? OR ?)
              """,
              StorableText.of(wanted.address().shown()),
              id,
              StorableText.of(wanted.address().shown()),
              isNewWord);
          return new Taken(find(connection, "feed.id = ?", id).orElseThrow(), known.isEmpty());
        });
  }

  private static long stream(Connection connection, String place) throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO sluice.feed_stream (address) VALUES (?) ON CONFLICT DO NOTHING",
        StorableText.of(place));
    return Sql.first(
            connection,
            "SELECT id FROM sluice.feed_stream WHERE address = ?",
            row -> row.getLong(1),
            StorableText.of(place))
        .orElseThrow();
  }

  private static Optional<Long> known(Connection connection, long stream, String group)
      throws SQLException {
    return Sql.first(
        connection,
        "SELECT id FROM sluice.feed WHERE stream_id = ? AND group_name = ?",
        row -> row.getLong(1),
        stream,
        StorableText.of(group));
  }

  private static long insert(Connection connection, long stream, NewFeed wanted)
      throws SQLException {
    var base = wanted.address().stream().replaceAll("[\\p{C}\\p{Z}/\\\\]+", "-");
    var name = base.matches("[0-9.-]*") ? "feed-" + base : base;
    return Sql.first(
            connection,
            """
            INSERT INTO sluice.feed AS made (name, stream_id, url, group_name)
            SELECT name, ?, ?, ? FROM (
              SELECT CASE number WHEN 1 THEN ? ELSE ? || '-' || number END AS name, number
              FROM generate_series(1, 1 + (SELECT count(*) FROM sluice.feed)) AS number) AS free
            WHERE NOT EXISTS (SELECT FROM sluice.feed WHERE feed.name = free.name)
            ORDER BY number LIMIT 1
            RETURNING id
            """,
            row -> row.getLong(1),
            stream,
            StorableText.of(wanted.address().shown()),
            StorableText.of(wanted.group()),
            StorableText.of(name),
            StorableText.of(name))
        .orElseThrow();
  }

  /** Whether it is another one now. */
  private static boolean keepPassword(Connection connection, long feed, Optional<String> password)
      throws SQLException {
    return password.isPresent()
        && Sql.update(
                connection,
                """
                INSERT INTO sluice.feed_secret AS kept (feed_id, password) VALUES (?, ?)
                ON CONFLICT (feed_id) DO UPDATE SET password = excluded.password
                WHERE kept.password <> excluded.password
                """,
                feed,
                password.get())
            > 0;
  }

  /** What to say to its server, if it is kept here. */
  public Optional<String> password(long feed) {
    return database.query(
        connection ->
            Sql.first(
                connection,
                "SELECT password FROM sluice.feed_secret WHERE feed_id = ?",
                row -> row.getString(1),
                feed));
  }

  /** All of them, the oldest first. */
  public List<FeedRow> all() {
    return database.query(
        connection -> Sql.list(connection, FeedRow.SELECT + " ORDER BY feed.id", FeedRow::of));
  }

  /**
   * What a node has to read.
   *
   * @param changes grows when its address or its state changes
   */
  public record Wanted(
      long id, String name, String url, String group, long streamId, long changes) {}

  /** Those that are to be read. */
  public List<Wanted> running() {
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT id, name, url, group_name, stream_id,
                  (extract(epoch FROM changed_at) * 1000000)::bigint AS changes
                FROM sluice.feed WHERE state = 'running' ORDER BY id
                """,
                row ->
                    new Wanted(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("url"),
                        row.getString("group_name"),
                        row.getLong("stream_id"),
                        row.getLong("changes"))));
  }

  public Optional<FeedRow> byId(long id) {
    return database.query(connection -> find(connection, "feed.id = ?", id));
  }

  public Optional<FeedRow> byName(String name) {
    return database.query(connection -> find(connection, "feed.name = ?", StorableText.of(name)));
  }

  private static Optional<FeedRow> find(Connection connection, String condition, Object value)
      throws SQLException {
    return Sql.first(connection, FeedRow.SELECT + " WHERE " + condition, FeedRow::of, value);
  }

  /** False if it is not there. */
  public boolean set(long feed, FeedPhase phase) {
    return database.transaction(
        connection ->
            Sql.update(
                    connection,
                    """
                    UPDATE sluice.feed SET state = ?, changed_at = CASE state WHEN ? THEN changed_at
                      ELSE clock_timestamp() END
                    WHERE id = ?
                    """,
                    phase.column(),
                    phase.column(),
                    feed)
                > 0);
  }

  /**
   * Forgets a feed; what was stored of it stays, and is known should the same stream be read again.
   */
  public boolean remove(long feed) {
    return database.transaction(
        connection -> Sql.update(connection, "DELETE FROM sluice.feed WHERE id = ?", feed) > 0);
  }

  /** A consumer cannot go on for the moment; the same reason again is as old as it was. */
  public void stumbled(long feed, String reason) {
    var text =
        StorableText.of(
            reason.length() > MOST_OF_ERROR ? reason.substring(0, MOST_OF_ERROR) : reason);
    database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                UPDATE sluice.feed SET last_error = ?, last_error_at = clock_timestamp()
                WHERE id = ?
                """,
                text,
                feed));
  }

  /**
   * A run of a consumer goes on well: what was said before it is over. What others say, and what
   * this run itself goes on without, stays.
   */
  public void recovered(long feed, Fence run) {
    database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                UPDATE sluice.feed SET last_error = NULL, last_error_at = NULL
                WHERE id = ? AND last_error_at < (SELECT started_at FROM sluice.run WHERE entity = ?)
                """,
                feed,
                run.entity()));
  }

  /**
   * What the key of a feed holds, {@code stream} or {@code list}; empty while nobody has looked.
   */
  public Optional<String> form(long stream) {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    "SELECT coalesce(form, '') FROM sluice.feed_stream WHERE id = ?",
                    row -> row.getString(1),
                    stream)
                .filter(form -> !form.isEmpty()));
  }

  /** It holds that now. */
  public void setForm(long stream, String form) {
    database.transaction(
        connection ->
            Sql.update(
                connection,
                "UPDATE sluice.feed_stream SET form = ? WHERE id = ? AND form IS DISTINCT FROM ?",
                form,
                stream,
                form));
  }
}
