package io.sluice.ledger.channel;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Table {@code channel}: which channels there are, under which names and aliases. */
public final class Channels {
  /** So long, in UTF-8, that with an alias behind it a name is still one of at most 255 bytes. */
  private static final int NAME_BYTES = 120;

  private final Database database;

  public Channels(Database database) {
    this.database = database;
  }

  /**
   * A channel.
   *
   * @param id ours
   * @param name unique, and fit for a directory
   * @param title as the source shows it
   */
  public record Channel(long id, String name, String title) {}

  /** The counters that are kept as work is stored. */
  public record Counters(long messages, long photos, long photosFailed) {}

  /** The channel with this alias; it is made where there is none. */
  public Channel named(String alias, String title) {
    return database.transaction(
        connection -> {
          // Two that register at once take turns, so that neither makes a channel in vain.
          try (var statement = connection.createStatement()) {
            statement.execute("LOCK TABLE sluice.channel_alias IN SHARE ROW EXCLUSIVE MODE");
          }
          var known = find(connection, alias);
          return known.isPresent()
              ? known.get()
              : create(connection, alias, StorableText.of(title));
        });
  }

  /**
   * Notes that two aliases are of one channel. What is stored under the first stays where it is.
   *
   * @param alias of a channel that there is
   * @param other another name of the same chat
   * @return the other's channel, if that is another one: the two stay apart
   */
  public Optional<Channel> link(String alias, String other) {
    return database.transaction(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  INSERT INTO sluice.channel_alias (alias, channel_id)
                  SELECT ?, channel_id FROM sluice.channel_alias WHERE alias = ?
                  ON CONFLICT (alias) DO NOTHING
                  """)) {
            statement.setString(1, other);
            statement.setString(2, alias);
            statement.executeUpdate();
          }
          var mine = find(connection, alias);
          return find(connection, other).filter(theirs -> !mine.equals(Optional.of(theirs)));
        });
  }

  /** The channel with this alias, if there is one. */
  public Optional<Channel> known(String alias) {
    return database.transaction(connection -> find(connection, alias));
  }

  /** All aliases of a channel. */
  public Set<String> aliases(long channel) {
    return database.transaction(
        connection ->
            Set.copyOf(
                Sql.list(
                    connection,
                    "SELECT alias FROM sluice.channel_alias WHERE channel_id = ?",
                    row -> row.getString(1),
                    channel)));
  }

  /** Its source shows this title now. */
  public void retitle(long channel, String title) {
    database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                UPDATE sluice.channel SET title = ?, changed_at = clock_timestamp()
                WHERE id = ? AND title <> ?
                """,
                StorableText.of(title),
                channel,
                StorableText.of(title)));
  }

  /** Whether there is a channel with an alias that begins so, and with no other alias. */
  public boolean hasOnlyAliasLike(String prefix) {
    return database.transaction(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  SELECT EXISTS (SELECT FROM sluice.channel_alias
                    GROUP BY channel_id HAVING bool_and(starts_with(alias, ?)))
                  """)) {
            statement.setString(1, prefix);
            try (var row = statement.executeQuery()) {
              row.next();
              return row.getBoolean(1);
            }
          }
        });
  }

  public Counters counters(long channel) {
    return database.transaction(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  "SELECT messages, photos, photos_failed FROM sluice.channel WHERE id = ?")) {
            statement.setLong(1, channel);
            try (var row = statement.executeQuery()) {
              row.next();
              return new Counters(row.getLong(1), row.getLong(2), row.getLong(3));
            }
          }
        });
  }

  private static Optional<Channel> find(Connection connection, String alias) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT id, name, title FROM sluice.channel
            JOIN sluice.channel_alias ON id = channel_id WHERE alias = ?
            """)) {
      statement.setString(1, alias);
      try (var row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Channel(row.getLong(1), row.getString(2), row.getString(3)))
            : Optional.empty();
      }
    }
  }

  private static Channel create(Connection connection, String alias, String title)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            WITH made AS (
              INSERT INTO sluice.channel (name, title)
              SELECT free.name, ? FROM (
                SELECT 0 AS nr, ?::text AS name
                UNION ALL SELECT 1, ?::text || '-' || ?
                UNION ALL SELECT nr, ?::text || '-' || ? || '-' || nr
                  FROM generate_series(2, 1000) AS nr) AS free
              WHERE (SELECT id FROM sluice.channel AS other WHERE other.name = free.name) IS NULL
              ORDER BY nr LIMIT 1
              RETURNING id, name),
            alias AS (
              INSERT INTO sluice.channel_alias (alias, channel_id) SELECT ?, id FROM made)
            SELECT id, name FROM made
            """)) {
      var name = directoryName(title);
      var second = directoryName(alias);
      statement.setString(1, title);
      statement.setString(2, name);
      statement.setString(3, name);
      statement.setString(4, second);
      statement.setString(5, name);
      statement.setString(6, second);
      statement.setString(7, alias);
      try (var row = statement.executeQuery()) {
        row.next();
        return new Channel(row.getLong(1), row.getString(2), title);
      }
    }
  }

  /** Letters, with their marks, and digits of any script, lower case, joined by hyphens. */
  static String directoryName(String title) {
    var name =
        title
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "-")
            .replaceAll("(?<=^|-)\\p{M}+-?", "")
            .replaceAll("^-", "");
    var rest = CharBuffer.wrap(name);
    StandardCharsets.UTF_8.newEncoder().encode(rest, ByteBuffer.allocate(NAME_BYTES), true);
    name = name.substring(0, rest.position()).replaceAll("-$", "");
    return name.isEmpty() ? "channel" : name;
  }
}
