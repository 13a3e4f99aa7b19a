package io.sluice.ledger.channel;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Tables {@code message} and {@code photo}, page by page, for those who want to see them. */
public final class StoredItems {
  private final Database database;

  public StoredItems(Database database) {
    this.database = database;
  }

  /** A message; what a source does not tell is null. */
  public record StoredMessage(
      long id,
      String kind,
      Instant sentAt,
      Instant editedAt,
      String author,
      String text,
      Long replyTo,
      String forwardedFrom,
      String media,
      String action,
      Long albumId,
      Long views) {}

  /** A photo; without a file its path is null. */
  public record StoredPhoto(
      String id,
      long message,
      PhotoOutcome outcome,
      String path,
      Long width,
      Long height,
      Long bytesBefore,
      Long bytesAfter,
      Instant storedAt) {}

  /** Messages with ids below this one, newest first. */
  public List<StoredMessage> messages(long channel, long before, int limit) {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                """
                SELECT id, kind, sent_at, edited_at, author, text, reply_to, forwarded_from, media,
                  action, album_id, views
                FROM sluice.message WHERE channel_id = ? AND id < ? ORDER BY id DESC LIMIT ?
                """,
                StoredItems::message,
                channel,
                before,
                limit));
  }

  /** The photos of these messages. */
  public List<StoredPhoto> photosOf(long channel, Collection<Long> messages) {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                """
                SELECT id, message_id, outcome, path, width, height, bytes_before, bytes_after,
                  stored_at
                FROM sluice.photo WHERE channel_id = ? AND message_id = ANY (?)
                ORDER BY message_id, id
                """,
                StoredItems::photo,
                channel,
                connection.createArrayOf("bigint", messages.toArray())));
  }

  /** Photos with a file, of the newest messages first. */
  public List<StoredPhoto> pictures(long channel, PhotoKey before, int limit) {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                """
                SELECT id, message_id, outcome, path, width, height, bytes_before, bytes_after,
                  stored_at
                FROM sluice.photo
                WHERE channel_id = ? AND path IS NOT NULL AND (message_id, id) < (?, ?)
                ORDER BY message_id DESC, id DESC LIMIT ?
                """,
                StoredItems::photo,
                channel,
                before.message(),
                before.id(),
                limit));
  }

  private static StoredMessage message(ResultSet row) throws SQLException {
    return new StoredMessage(
        row.getLong("id"),
        row.getString("kind"),
        Sql.instant(row, "sent_at"),
        Sql.instant(row, "edited_at"),
        row.getString("author"),
        row.getString("text"),
        Sql.number(row, "reply_to"),
        row.getString("forwarded_from"),
        row.getString("media"),
        row.getString("action"),
        Sql.number(row, "album_id"),
        Sql.number(row, "views"));
  }

  private static StoredPhoto photo(ResultSet row) throws SQLException {
    return new StoredPhoto(
        row.getString("id"),
        row.getLong("message_id"),
        PhotoOutcome.ofColumn(row.getString("outcome")),
        row.getString("path"),
        Sql.number(row, "width"),
        Sql.number(row, "height"),
        Sql.number(row, "bytes_before"),
        Sql.number(row, "bytes_after"),
        Sql.instant(row, "stored_at"));
  }
}
