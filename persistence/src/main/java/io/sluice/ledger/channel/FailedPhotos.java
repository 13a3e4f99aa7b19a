package io.sluice.ledger.channel;

import io.sluice.ledger.Fence;
import io.sluice.ledger.Fenced;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The rows of {@code photo} without a file: why, and which of them are to be tried again. */
public final class FailedPhotos {
  private final Database database;
  private final Fenced fenced;

  public FailedPhotos(Database database) {
    this.database = database;
    fenced = new Fenced(database);
  }

  /**
   * A photo that failed.
   *
   * @param reason in words; null where the outcome says it all
   * @param retry whether it is to be tried again
   */
  public record Failed(
      String id,
      long message,
      PhotoOutcome outcome,
      String reason,
      int attempts,
      boolean retry,
      Instant at) {}

  /** A page in the order of messages. */
  public List<Failed> page(
      long channel, Optional<PhotoOutcome> outcome, PhotoKey after, int limit) {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                """
                SELECT id, message_id, outcome, reason, attempts, retry, stored_at
                FROM sluice.photo
                WHERE channel_id = ? AND path IS NULL %s AND (message_id, id) > (?, ?)
                ORDER BY message_id, id LIMIT ?
                """
                    .formatted(only(outcome)),
                row ->
                    new Failed(
                        row.getString("id"),
                        row.getLong("message_id"),
                        PhotoOutcome.ofColumn(row.getString("outcome")),
                        row.getString("reason"),
                        row.getInt("attempts"),
                        row.getBoolean("retry"),
                        Sql.instant(row, "stored_at")),
                parameters(channel, outcome, after.message(), after.id(), limit)));
  }

  /** Has those that failed so tried again by the next run; tells how many that will be. */
  public int retry(long channel, Optional<PhotoOutcome> outcome) {
    return database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                UPDATE sluice.photo SET retry = true
                WHERE channel_id = ? AND path IS NULL %s
                """
                    .formatted(only(outcome)),
                parameters(channel, outcome)));
  }

  /** A condition of its own where there is one: for all at once there is another index. */
  private static String only(Optional<PhotoOutcome> outcome) {
    return outcome.isPresent() ? "AND outcome = ?" : "";
  }

  private static Object[] parameters(
      long channel, Optional<PhotoOutcome> outcome, Object... others) {
    var first = Stream.concat(Stream.of(channel), outcome.map(PhotoOutcome::column).stream());
    return Stream.concat(first, Stream.of(others)).toArray();
  }

  /** Photos to be tried again, by message, with how each failed. */
  public SortedMap<Long, PhotoOutcome> toRetry(long channel, int limit) {
    return database.transaction(
        connection -> {
          var found = new TreeMap<Long, PhotoOutcome>();
          Sql.list(
              connection,
              """
              SELECT message_id, outcome FROM sluice.photo
              WHERE channel_id = ? AND retry ORDER BY message_id LIMIT ?
              """,
              row -> found.put(row.getLong(1), PhotoOutcome.ofColumn(row.getString(2))),
              channel,
              limit);
          return found;
        });
  }

  /**
   * Notes that these were tried again; those that were not stored since are gone from their source.
   */
  public int tried(Fence fence, long channel, Collection<Long> messages) {
    return fenced.store(fence, connection -> tried(connection, channel, messages));
  }

  private static int tried(Connection connection, long channel, Collection<Long> messages)
      throws SQLException {
    return Sql.update(
        connection,
        """
        UPDATE sluice.photo SET retry = false, attempts = attempts + 1,
          reason = CASE WHEN starts_with(reason, 'its source no longer has') THEN reason
            ELSE 'its source no longer has the message; before: ' || coalesce(reason, outcome) END
        WHERE channel_id = ? AND retry AND message_id = ANY (?)
        """,
        channel,
        connection.createArrayOf("bigint", messages.toArray()));
  }
}
