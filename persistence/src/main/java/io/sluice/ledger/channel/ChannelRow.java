package io.sluice.ledger.channel;

import io.sluice.persistence.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A channel as its row tells of it.
 *
 * @param name unique, and its directory's
 * @param title as the source shows it
 * @param state where it stands, such as {@code collecting}
 * @param reason why it failed; null otherwise
 * @param error what a run last stumbled over; null if none ever did
 * @param sources where it is collected from: a JSON array, the one at work first
 * @param counters kept as work is stored
 * @param reach how far its source was read
 * @param addedAt when it was first seen
 * @param changedAt when anything here last changed
 */
public record ChannelRow(
    long id,
    String name,
    String title,
    String state,
    String reason,
    Stumble error,
    String sources,
    Counters counters,
    Reach reach,
    Instant addedAt,
    Instant changedAt) {

  static final String COLUMNS =
      """
      id, name, title, state, reason, last_error, last_error_at, sources, messages_read, messages,
      photos, photos_failed, bytes_before, bytes_after, sources_failed, newest, progress, unread, created_at,
      changed_at
      """;

  /** What a run stumbled over, and when. */
  public record Stumble(String message, Instant at) {}

  /**
   * What was stored; bytes are those of photos with a file of their own.
   *
   * @param sourcesFailed how often it gave up on a source, and went on with the next if there was
   */
  public record Counters(
      long read,
      long messages,
      long photos,
      long photosFailed,
      long bytesBefore,
      long bytesAfter,
      long sourcesFailed) {

    /** What came since an earlier look. */
    public Counters since(Counters earlier) {
      return new Counters(
          more(read, earlier.read),
          more(messages, earlier.messages),
          more(photos, earlier.photos),
          more(photosFailed, earlier.photosFailed),
          more(bytesBefore, earlier.bytesBefore),
          more(bytesAfter, earlier.bytesAfter),
          more(sourcesFailed, earlier.sourcesFailed));
    }

    /** A removal takes counters down, and a photo may have failed no more. */
    private static long more(long now, long earlier) {
      return Math.max(0, now - earlier);
    }
  }

  static ChannelRow of(ResultSet row) throws SQLException {
    var error = row.getString("last_error");
    return new ChannelRow(
        row.getLong("id"),
        row.getString("name"),
        row.getString("title"),
        row.getString("state"),
        row.getString("reason"),
        error == null ? null : new Stumble(error, Sql.instant(row, "last_error_at")),
        row.getString("sources"),
        counters(row),
        new Reach(row.getLong("newest"), row.getDouble("progress"), row.getString("unread")),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "changed_at"));
  }

  static Counters counters(ResultSet row) throws SQLException {
    return new Counters(
        row.getLong("messages_read"),
        row.getLong("messages"),
        row.getLong("photos"),
        row.getLong("photos_failed"),
        row.getLong("bytes_before"),
        row.getLong("bytes_after"),
        row.getLong("sources_failed"));
  }
}
