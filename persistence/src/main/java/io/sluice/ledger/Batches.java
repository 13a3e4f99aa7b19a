package io.sluice.ledger;

import io.sluice.persistence.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * Stores a batch in one fenced transaction: messages, photos, counters and cursor together, or
 * nothing at all.
 */
public final class Batches {
  private final Database database;

  public Batches(Database database) {
    this.database = database;
  }

  /**
   * @throws FencedException if a later run of the same entity has begun
   */
  // Model: tests/models/fence.pml
  public StoredBatch store(Fence fence, Batch batch) {
    return database.transaction(
        connection -> {
          Runs.hold(connection, fence);
          var leftOut = LeftOutRows.stored(connection, batch);
          var messages = MessageRows.upsert(connection, fence, batch);
          LeftOutRows.count(connection, batch, leftOut);
          var photos = PhotoRows.upsert(connection, fence, batch);
          count(connection, batch, messages, photos);
          // Edits, views and photos that fail again come as often as anybody looks: no progress.
          boolean settled = messages.inserted() + photos.settled() > 0;
          var cursor = batch.advance().map(Batch.Advance::cursor).orElse("{}");
          boolean moved = Runs.progress(connection, fence, cursor, settled);
          return new StoredBatch(
              messages.inserted(),
              messages.updated(),
              messages.unchanged(),
              photos.outcomes(),
              photos.bytesBefore(),
              photos.bytesAfter(),
              settled || moved);
        });
  }

  /** What an upsert of messages did. */
  record MessageCounts(int inserted, int updated, int unchanged) {}

  /**
   * What an upsert of photos did.
   *
   * @param outcomes how many of those written ended how
   * @param stored how many have their file now and had none
   * @param failed how many more are without a file than before
   * @param settled how many had no outcome yet, or were to be tried again, or have their file now
   */
  record PhotoCounts(
      Map<PhotoOutcome, Integer> outcomes,
      int stored,
      int failed,
      int settled,
      long bytesBefore,
      long bytesAfter) {}

  private static void count(
      Connection connection, Batch batch, MessageCounts messages, PhotoCounts photos)
      throws SQLException {
    var advance = batch.advance();
    var reach = advance.map(Batch.Advance::reach);
    Sql.update(
        connection,
        """
        UPDATE sluice.channel SET
          messages = messages + ?, photos = photos + ?, photos_failed = photos_failed + ?,
          bytes_before = bytes_before + ?, bytes_after = bytes_after + ?,
          messages_read = messages_read + ?, newest = greatest(newest, ?),
          progress = coalesce(?, progress), unread = coalesce(?::jsonb, unread),
          changed_at = clock_timestamp()
        WHERE id = ?
        """,
        messages.inserted(),
        photos.stored(),
        photos.failed(),
        photos.bytesBefore(),
        photos.bytesAfter(),
        advance.map(Batch.Advance::read).orElse(0L),
        reach.map(Reach::newest).orElse(0L),
        reach.map(Reach::fraction).orElse(null),
        reach.map(Reach::unread).orElse(null),
        batch.channel());
  }
}
