package io.sluice.ledger.channel;

import io.sluice.ledger.Fence;
import io.sluice.ledger.Fenced;
import io.sluice.ledger.FencedException;
import io.sluice.ledger.Gone;
import io.sluice.ledger.Journal;
import io.sluice.ledger.Runs;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Removes a channel with its rows and files, a slice at a time, in a run of its own: what was
 * interrupted goes on when it is called again, and one that was frozen meanwhile takes no further
 * slice. A file that rows of other channels point to stays. What is deleted late harms nobody,
 * since no path is ever used twice.
 */
public final class Removal {
  private static final int SLICE = 1000;

  /** Files that go between two looks at the rows and at the run. */
  private static final int FILES = 100;

  /** Longer than a photo may be on its way from the lookup of its twin to its row. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final Fenced fenced;
  private final Runs runs;
  private final Consumer<String> deleteFile;

  /**
   * @param deleteFile deletes the file of a path, and is content if there is none
   */
  public Removal(Database database, Runs runs, Consumer<String> deleteFile) {
    fenced = new Fenced(database);
    this.runs = runs;
    this.deleteFile = deleteFile;
  }

  /**
   * Begins a run, so that none before it stores anything more.
   *
   * @param entity under which the channel's runs are known
   * @throws FencedException if a later run has begun: the rest is for that one
   */
  // Model: tests/models/purge.pml
  public void purge(long channel, String entity) {
    var fence = runs.begin(entity).fence();
    while (fenced.store(fence, Removal::forgetOldFiles) == SLICE) {
      // The next slice.
    }
    fenced.store(fence, connection -> lastGone(connection, channel)).forEach(deleteFile);
    var photo = Optional.of("");
    while (photo.isPresent()) {
      var from = photo.get();
      photo =
          fenced.store(fence, connection -> RemovedRows.photos(connection, channel, from, SLICE));
      removeFiles(fence, channel);
    }
    var message = Optional.of(Long.MIN_VALUE);
    while (message.isPresent()) {
      long from = message.get();
      message =
          fenced.store(fence, connection -> RemovedRows.messages(connection, channel, from, SLICE));
    }
    fenced.store(fence, connection -> removeChannel(connection, channel, entity));
  }

  // Model: tests/models/purge.pml
  private static int forgetOldFiles(Connection connection) throws SQLException {
    return Sql.update(
        connection,
        """
        DELETE FROM sluice.doomed_file WHERE path IN (
          SELECT path FROM sluice.doomed_file AS doomed
          WHERE gone AND doomed_at < now() - make_interval(secs => ?)
            AND (SELECT id FROM sluice.channel WHERE id = doomed.channel_id) IS NULL
          ORDER BY doomed_at LIMIT ?)
        """,
        (double) REMEMBERED.toSeconds(),
        SLICE);
  }

  /** An interrupted removal noted these as gone, and may not have come to delete them. */
  // Model: tests/models/purge.pml
  private static List<String> lastGone(Connection connection, long channel) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT path FROM sluice.doomed_file WHERE channel_id = ? AND gone
        ORDER BY doomed_at DESC LIMIT ?
        """,
        row -> row.getString(1),
        channel,
        FILES);
  }

  /** Noted as gone before they go: who would share one finds that it is too late. */
  // Model: tests/models/purge.pml
  private void removeFiles(Fence fence, long channel) {
    List<String> paths;
    do {
      paths = fenced.store(fence, connection -> takeDoomed(connection, channel));
      paths.forEach(deleteFile);
    } while (paths.size() == FILES);
  }

  // Model: tests/models/purge.pml
  private static List<String> takeDoomed(Connection connection, long channel) throws SQLException {
    DoomedFiles.lock(connection);
    DoomedFiles.spareShared(connection, channel);
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
        FILES);
  }

  // Model: tests/models/purge.pml
  private static int removeChannel(Connection connection, long channel, String entity)
      throws SQLException {
    Journal.trim(connection, "channel", channel, "Channel$Removed");
    Sql.update(connection, "DELETE FROM sluice.photo_count WHERE channel_id = ?", channel);
    Sql.update(connection, "DELETE FROM sluice.tally WHERE channel_id = ?", channel);
    Sql.update(connection, "DELETE FROM sluice.run WHERE entity = ?", entity);
    Sql.update(connection, "DELETE FROM sluice.left_out WHERE channel_id = ?", channel);
    Sql.update(connection, "DELETE FROM sluice.channel_alias WHERE channel_id = ?", channel);
    Gone.note(connection, Gone.What.CHANNEL, channel);
    return Sql.update(connection, "DELETE FROM sluice.channel WHERE id = ?", channel);
  }
}
