package io.sluice.ledger.feed;

import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Table {@code feed_dead_letter}: entries that could not be stored, until somebody mends that. */
public final class DeadLetters {
  /** Who has one tried again has it to itself for so long. */
  private static final Duration TURN = Duration.ofMinutes(5);

  private final Database database;
  private final UUID node;

  public DeadLetters(Database database, UUID node) {
    this.database = database;
    this.node = node;
  }

  /**
   * Notes entries that are dead; one that was so before is so for another reason now.
   *
   * @return those whose copies are not known in the stream of dead letters, with the time since
   *     which one may be there
   */
  public Map<String, Optional<Instant>> add(long feed, long stream, List<DeadLetter> letters) {
    return database.transaction(
        connection -> {
          var added = insert(connection, feed, stream, letters);
          Sql.update(
              connection,
              "UPDATE sluice.feed_consumer SET dead = dead + ? WHERE feed_id = ? AND node = ?",
              (int) added.stream().filter(Added::isNew).count(),
              feed,
              node);
          return added.stream()
              .filter(one -> !one.isCopied())
              .collect(
                  Collectors.toMap(
                      Added::entry,
                      one -> one.isNew() ? Optional.<Instant>empty() : Optional.of(one.diedAt())));
        });
  }

  private record Added(String entry, boolean isNew, boolean isCopied, Instant diedAt) {}

  private static List<Added> insert(
      Connection connection, long feed, long stream, List<DeadLetter> letters) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.feed_dead_letter AS letter (stream_id, feed_id, entry_id, fields,
              reason, detail)
            SELECT ?, ?, entry, fields::jsonb, reason, detail
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[])
              AS given (entry, fields, reason, detail)
            ON CONFLICT (stream_id, entry_id) DO UPDATE SET feed_id = excluded.feed_id,
              reason = excluded.reason, detail = excluded.detail, retry_at = NULL
            RETURNING entry_id, xmax = 0 AS is_new, dead_id IS NOT NULL AS is_copied,
              died_at
            """)) {
      statement.setLong(1, stream);
      statement.setLong(2, feed);
      var columns = new ArrayColumns<>(connection, statement, letters, 3);
      columns.add("text", DeadLetter::entry);
      columns.add("text", letter -> StorableText.ofJson(letter.fields()));
      columns.add("text", letter -> StorableText.of(letter.reason()));
      columns.add("text", letter -> StorableText.of(letter.detail()));
      try (var rows = statement.executeQuery()) {
        var added = new ArrayList<Added>();
        while (rows.next()) {
          added.add(
              new Added(
                  rows.getString("entry_id"),
                  rows.getBoolean("is_new"),
                  rows.getBoolean("is_copied"),
                  Sql.instant(rows, "died_at")));
        }
        return added;
      }
    }
  }

  /** Where the copy of one is; empty where its server takes none. */
  public void copied(long stream, String entry, String copy) {
    database.transaction(
        connection ->
            Sql.update(
                connection,
                "UPDATE sluice.feed_dead_letter SET dead_id = ? WHERE stream_id = ? AND entry_id = ?",
                copy,
                stream,
                entry));
  }

  /**
   * These are stored after all, but for those that have become dead once more.
   *
   * @return where their copies are
   */
  public List<String> revived(long stream, Collection<String> entries) {
    return database.transaction(
        connection ->
            Sql.list(
                    connection,
                    """
                    DELETE FROM sluice.feed_dead_letter WHERE stream_id = ? AND entry_id = ANY (?)
                      AND retry_at IS NOT NULL
                    RETURNING dead_id
                    """,
                    row -> row.getString(1) == null ? "" : row.getString(1),
                    stream,
                    connection.createArrayOf("text", entries.toArray(String[]::new)))
                .stream()
                .filter(copy -> !copy.isEmpty())
                .toList());
  }

  /**
   * One that is to be tried again.
   *
   * @param fields as they were, a JSON object
   */
  public record Retry(String entry, String fields) {}

  /** Takes some that somebody wants tried again: nobody else does, for a while. */
  public List<Retry> takeRetries(long feed, int most) {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                """
                UPDATE sluice.feed_dead_letter AS letter
                SET retry_at = clock_timestamp() + make_interval(secs => ?)
                FROM (SELECT stream_id, entry_id FROM sluice.feed_dead_letter
                  WHERE feed_id = ? AND retry_at <= clock_timestamp()
                  ORDER BY retry_at LIMIT ? FOR UPDATE SKIP LOCKED) AS due
                WHERE letter.stream_id = due.stream_id AND letter.entry_id = due.entry_id
                RETURNING letter.entry_id, letter.fields
                """,
                row -> new Retry(row.getString("entry_id"), row.getString("fields")),
                (double) TURN.toSeconds(),
                feed,
                most));
  }

  /**
   * Has dead letters of a feed tried again.
   *
   * @param entry of one alone; null for all
   * @return how many
   */
  public int retry(long feed, String entry) {
    return database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                UPDATE sluice.feed_dead_letter SET retry_at = clock_timestamp()
                WHERE feed_id = ? AND (?::text IS NULL OR entry_id = ?) AND retry_at IS NULL
                """,
                feed,
                StorableText.of(entry),
                StorableText.of(entry)));
  }

  /**
   * A dead letter as its row has it.
   *
   * @param copy its id in the stream of dead letters; null if it is not there
   * @param retried whether somebody wants it tried again
   */
  public record Row(
      String entry,
      String fields,
      String reason,
      String detail,
      String copy,
      boolean retried,
      Instant diedAt) {}

  /** Those of a feed, in the order of their ids as text. */
  public List<Row> page(long feed, String after, int limit) {
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT *, retry_at IS NOT NULL AS retried FROM sluice.feed_dead_letter
                WHERE feed_id = ? AND entry_id COLLATE "C" > ? COLLATE "C"
                ORDER BY entry_id COLLATE "C" LIMIT ?
                """,
                row ->
                    new Row(
                        row.getString("entry_id"),
                        row.getString("fields"),
                        row.getString("reason"),
                        row.getString("detail"),
                        "".equals(row.getString("dead_id")) ? null : row.getString("dead_id"),
                        row.getBoolean("retried"),
                        Sql.instant(row, "died_at")),
                feed,
                StorableText.of(after),
                limit));
  }
}
