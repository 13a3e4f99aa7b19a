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
  public StoredBatch store(Fence fence, Batch batch) {
    return database.transaction(
        connection -> {
          Runs.hold(connection, fence);
          var messages = MessageRows.upsert(connection, fence, batch);
          var photos = PhotoRows.upsert(connection, fence, batch);
          count(connection, batch.channel(), messages, photos);
          boolean changed = messages.inserted() + messages.updated() + photos.outcomes().size() > 0;
          boolean moved = Runs.progress(connection, fence, batch.cursor(), changed);
          return new StoredBatch(
              messages.inserted(),
              messages.updated(),
              messages.unchanged(),
              photos.outcomes(),
              photos.bytesBefore(),
              photos.bytesAfter(),
              changed || moved);
        });
  }

  /** What an upsert of messages did. */
  record MessageCounts(int inserted, int updated, int unchanged) {}

  /** What an upsert of photos did; gained and lost are against what was there before. */
  record PhotoCounts(
      Map<PhotoOutcome, Integer> outcomes,
      int stored,
      int failed,
      long bytesBefore,
      long bytesAfter) {}

  private static void count(
      Connection connection, long channel, MessageCounts messages, PhotoCounts photos)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            UPDATE sluice.channel SET
              messages = messages + ?, photos = photos + ?, photos_failed = photos_failed + ?,
              bytes_before = bytes_before + ?, bytes_after = bytes_after + ?
            WHERE id = ?
            """)) {
      statement.setLong(1, messages.inserted());
      statement.setLong(2, photos.stored());
      statement.setLong(3, photos.failed());
      statement.setLong(4, photos.bytesBefore());
      statement.setLong(5, photos.bytesAfter());
      statement.setLong(6, channel);
      statement.executeUpdate();
    }
  }
}
