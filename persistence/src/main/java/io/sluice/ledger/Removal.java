package io.sluice.ledger;

import io.sluice.persistence.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Removes a channel with its rows and files, a slice at a time: what was interrupted goes on when
 * it is called again. A file that rows of other channels point to stays.
 */
public final class Removal {
  private static final int SLICE = 1000;

  /** Longer than a photo may be on its way from the lookup of its twin to its row. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final Database database;
  private final Consumer<String> deleteFile;

  /**
   * @param deleteFile deletes the file of a path, and is content if there is none
   */
  public Removal(Database database, Consumer<String> deleteFile) {
    this.database = database;
    this.deleteFile = deleteFile;
  }

  /**
   * @param entity under which the channel's runs are known
   */
  public void purge(long channel, String entity) {
    database.transaction(connection -> keepRunsOut(connection, entity));
    database.transaction(Removal::forgetOldFiles);
    database.transaction(connection -> goneBefore(connection, channel)).forEach(deleteFile);
    int photos;
    do {
      photos = database.transaction(connection -> removePhotos(connection, channel));
      removeFiles(channel);
    } while (photos > 0);
    while (database.transaction(connection -> removeMessages(connection, channel)) > 0) {
      // The next slice.
    }
    database.transaction(connection -> removeChannel(connection, channel, entity));
  }

  /** A run that was frozen while its channel was removed must not store anything more. */
  private static int keepRunsOut(Connection connection, String entity) throws SQLException {
    return Sql.update(
        connection, "UPDATE sluice.run SET epoch = epoch + 1 WHERE entity = ?", entity);
  }

  private static int forgetOldFiles(Connection connection) throws SQLException {
    return Sql.update(
        connection,
        """
        DELETE FROM sluice.doomed_file AS doomed
        WHERE gone AND doomed_at < clock_timestamp() - make_interval(secs => ?)
          AND NOT EXISTS (SELECT FROM sluice.channel WHERE id = doomed.channel_id)
        """,
        (double) REMEMBERED.toSeconds());
  }

  /** An interrupted removal noted these as gone, and may not have come to delete them. */
  private static List<String> goneBefore(Connection connection, long channel) throws SQLException {
    return Sql.list(
        connection,
        "SELECT path FROM sluice.doomed_file WHERE channel_id = ? AND gone",
        row -> row.getString(1),
        channel);
  }

  private static int removePhotos(Connection connection, long channel) throws SQLException {
    DoomedFiles.lock(connection);
    return Sql.list(
            connection,
            """
            WITH slice AS (
              SELECT channel_id, id FROM sluice.photo WHERE channel_id = ? LIMIT ?),
            removed AS (
              DELETE FROM sluice.photo AS photo USING slice
              WHERE (photo.channel_id, photo.id) = (slice.channel_id, slice.id)
              RETURNING photo.channel_id, photo.id, photo.path, photo.hash),
            doomed AS (
              INSERT INTO sluice.doomed_file (path, hash, channel_id)
              SELECT DISTINCT ON (path) path, hash, channel_id FROM removed
              WHERE path IS NOT NULL
              ON CONFLICT (path) DO UPDATE SET channel_id = excluded.channel_id, gone = false)
            SELECT id FROM removed
            """,
            row -> row.getString(1),
            channel,
            SLICE)
        .size();
  }

  /** Noted as gone before they go: who would share one finds that it is too late. */
  private void removeFiles(long channel) {
    List<String> paths;
    do {
      paths = database.transaction(connection -> takeDoomed(connection, channel));
      paths.forEach(deleteFile);
    } while (paths.size() == SLICE);
  }

  private static List<String> takeDoomed(Connection connection, long channel) throws SQLException {
    DoomedFiles.lock(connection);
    Sql.update(
        connection,
        """
        DELETE FROM sluice.doomed_file AS doomed
        WHERE channel_id = ? AND NOT gone AND EXISTS (SELECT FROM sluice.photo
          WHERE photo.hash = doomed.hash AND photo.path = doomed.path)
        """,
        channel);
    return Sql.list(
        connection,
        """
        UPDATE sluice.doomed_file SET gone = true, doomed_at = clock_timestamp()
        WHERE path IN (
          SELECT path FROM sluice.doomed_file WHERE channel_id = ? AND NOT gone LIMIT ?)
        RETURNING path
        """,
        row -> row.getString(1),
        channel,
        SLICE);
  }

  private static int removeMessages(Connection connection, long channel) throws SQLException {
    return Sql.update(
        connection,
        """
        DELETE FROM sluice.message WHERE channel_id = ? AND id IN (
          SELECT id FROM sluice.message WHERE channel_id = ? LIMIT ?)
        """,
        channel,
        channel,
        SLICE);
  }

  private static int removeChannel(Connection connection, long channel, String entity)
      throws SQLException {
    // Its directory may still hold files of others, which a namesake would overwrite.
    Sql.update(
        connection,
        """
        INSERT INTO sluice.retired_name
        SELECT name FROM sluice.channel AS channel WHERE id = ? AND EXISTS (
          SELECT FROM sluice.photo WHERE starts_with(path, 'images/' || channel.name || '/'))
        ON CONFLICT DO NOTHING
        """,
        channel);
    Sql.update(connection, "DELETE FROM sluice.run WHERE entity = ?", entity);
    Sql.update(connection, "DELETE FROM sluice.channel_alias WHERE channel_id = ?", channel);
    return Sql.update(connection, "DELETE FROM sluice.channel WHERE id = ?", channel);
  }
}
