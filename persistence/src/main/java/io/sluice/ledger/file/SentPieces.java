package io.sluice.ledger.file;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Table {@code sent_pieces}: files that are sent in pieces, and how far they are. */
public final class SentPieces {
  private static final String COLUMNS =
      "id, length, received, turn, metadata, upload, path, alone, whole, batch_id, expires_at";

  private final Database database;

  public SentPieces(Database database) {
    this.database = database;
  }

  /**
   * A file that is sent in pieces.
   *
   * @param length of the whole, in bytes
   * @param received bytes that outlive whatever happens
   * @param turn of who may write
   * @param metadata as the sender gave it
   * @param upload to which it belongs
   * @param path in it, with escapes
   * @param alone whether a batch of its own is made of it
   * @param whole whether it is in its upload
   * @param batch that was made of it; null for none
   * @param expiresAt when it goes if nothing more comes
   */
  public record SentFile(
      UUID id,
      long length,
      long received,
      long turn,
      String metadata,
      String upload,
      String path,
      boolean alone,
      boolean whole,
      Long batch,
      Instant expiresAt) {

    private static SentFile of(ResultSet row) throws SQLException {
      return new SentFile(
          row.getObject("id", UUID.class),
          row.getLong("length"),
          row.getLong("received"),
          row.getLong("turn"),
          row.getString("metadata"),
          row.getString("upload"),
          row.getString("path"),
          row.getBoolean("alone"),
          row.getBoolean("whole"),
          Sql.number(row, "batch_id"),
          Sql.instant(row, "expires_at"));
    }

    public boolean hasAll() {
      return received == length;
    }
  }

  /** Begins a file of which nothing has come. */
  public SentFile begin(
      long length, String metadata, String upload, String path, boolean alone, Duration kept) {
    return first(
            "INSERT INTO sluice.sent_pieces (id, length, metadata, upload, path, alone, expires_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, now() + ? * interval '1 second') RETURNING "
                + COLUMNS,
            UUID.randomUUID(),
            length,
            StorableText.of(metadata),
            upload,
            StorableText.of(path),
            alone,
            kept.toSeconds())
        .orElseThrow();
  }

  public Optional<SentFile> find(UUID id) {
    return first(
        "SELECT " + COLUMNS + " FROM sluice.sent_pieces WHERE id = ? AND expires_at > now()", id);
  }

  /** Gives the turn to whoever asks; who had it before can note nothing more. */
  public Optional<SentFile> take(UUID id, Duration kept) {
    return first(
        "UPDATE sluice.sent_pieces SET turn = turn + 1,"
            + " expires_at = now() + ? * interval '1 second'"
            + " WHERE id = ? AND expires_at > now() RETURNING "
            + COLUMNS,
        kept.toSeconds(),
        id);
  }

  /**
   * Notes how much is there.
   *
   * @return false if another has the turn by now, or there is no such file any more
   */
  public boolean note(UUID id, long turn, long received, Duration kept) {
    return first(
            "UPDATE sluice.sent_pieces SET received = ?,"
                + " expires_at = now() + ? * interval '1 second'"
                + " WHERE id = ? AND turn = ? RETURNING "
                + COLUMNS,
            received,
            kept.toSeconds(),
            id,
            turn)
        .isPresent();
  }

  /**
   * Says that a whole file is being given its place for so long, unless somebody else has said so
   * or done it.
   */
  public boolean beginPlacing(UUID id, Duration time) {
    return first(
            "UPDATE sluice.sent_pieces SET placing_until = now() + ? * interval '1 second'"
                + " WHERE id = ? AND NOT whole"
                + " AND (placing_until IS NULL OR placing_until < now()) RETURNING "
                + COLUMNS,
            time.toSeconds(),
            id)
        .isPresent();
  }

  /** The same for as long again, or for no longer. */
  public void goOnPlacing(UUID id, Duration time) {
    update(
        "UPDATE sluice.sent_pieces SET placing_until = now() + ? * interval '1 second'"
            + " WHERE id = ?",
        time.toSeconds(),
        id);
  }

  /** Notes that it is in its upload. */
  public void noteWhole(UUID id) {
    update("UPDATE sluice.sent_pieces SET whole = true, placing_until = NULL WHERE id = ?", id);
  }

  public void noteBatch(UUID id, long batch) {
    update("UPDATE sluice.sent_pieces SET batch_id = ? WHERE id = ?", batch, id);
  }

  public void forget(UUID id) {
    update("DELETE FROM sluice.sent_pieces WHERE id = ?", id);
  }

  /** Forgets those whose time is over, and gives them. */
  public List<UUID> expire() {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                "DELETE FROM sluice.sent_pieces WHERE expires_at < now() RETURNING id",
                row -> row.getObject(1, UUID.class)));
  }

  /**
   * Of those that are all there, the ones that have no place or no batch yet, unless somebody is
   * about to give it.
   */
  public List<SentFile> unfinished() {
    return database.query(
        connection ->
            Sql.list(
                connection,
                "SELECT "
                    + COLUMNS
                    + " FROM sluice.sent_pieces WHERE received = length"
                    + " AND (NOT whole OR alone AND batch_id IS NULL)"
                    + " AND (placing_until IS NULL OR placing_until < now())",
                SentFile::of));
  }

  private Optional<SentFile> first(String sql, Object... parameters) {
    return database.transaction(connection -> Sql.first(connection, sql, SentFile::of, parameters));
  }

  private void update(String sql, Object... parameters) {
    database.transaction(connection -> Sql.update(connection, sql, parameters));
  }
}
