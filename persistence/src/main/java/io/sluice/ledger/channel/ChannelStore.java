package io.sluice.ledger.channel;

import io.sluice.ledger.Fence;
import io.sluice.ledger.Fenced;
import io.sluice.ledger.FencedException;
import io.sluice.ledger.Runs;
import io.sluice.persistence.Database;
import java.util.EnumMap;
import java.util.Map;

/**
 * Stores a group in one fenced transaction: messages, photos, counters, tally and cursor together,
 * or nothing at all.
 */
public final class ChannelStore {
  private final Fenced fenced;

  public ChannelStore(Database database) {
    fenced = new Fenced(database);
  }

  /**
   * @throws FencedException if a later run of the same entity has begun
   */
  // Model: tests/models/fence.pml
  public StoredRows store(Fence fence, ChannelWrite group) {
    return fenced.store(
        fence,
        connection -> {
          var leftOut = LeftOutRows.stored(connection, group);
          var messages = MessageRows.upsert(connection, fence, group);
          LeftOutRows.count(connection, group, leftOut);
          var photos = PhotoRows.upsert(connection, fence, group);
          new CounterChange(
                  messages.inserted(),
                  messages.announced(),
                  photos.moved(),
                  photos.bytesBefore(),
                  photos.bytesAfter())
              .write(connection, group.channel(), group.advance());
          TallyRows.add(connection, group.channel(), tally(group, messages, photos));
          // Edits, views and photos that fail again come as often as anybody looks: no progress.
          boolean settled = messages.inserted() + photos.settled() > 0;
          var cursor = group.advance().map(ChannelWrite.Advance::cursor).orElse("{}");
          boolean moved = Runs.progress(connection, fence, cursor, settled);
          return new StoredRows(
              messages.inserted(),
              messages.updated(),
              messages.unchanged(),
              photos.outcomes(),
              photos.bytesBefore(),
              photos.bytesAfter(),
              settled || moved);
        });
  }

  private static Tally tally(ChannelWrite group, MessageCounts messages, PhotoCounts photos) {
    var sifted =
        group.advance().map(ChannelWrite.Advance::sifted).orElse(ChannelWrite.Sifted.ALL_WANTED);
    var failed = new EnumMap<PhotoOutcome, Long>(PhotoOutcome.class);
    photos.outcomes().forEach((outcome, count) -> failed.put(outcome, count.longValue()));
    failed.keySet().removeIf(PhotoOutcome::hasFile);
    return new Tally(messages.updated(), sifted.skipped(), sifted.undecided(), failed);
  }

  /**
   * What an upsert of messages did.
   *
   * @param announced how many photos more they announce than before
   */
  record MessageCounts(int inserted, int updated, int unchanged, long announced) {}

  /**
   * What an upsert of photos did.
   *
   * @param outcomes how many of those written ended how
   * @param moved how many more have ended so than before
   * @param settled how many had no outcome yet, or were to be tried again, or have their file now
   */
  record PhotoCounts(
      Map<PhotoOutcome, Integer> outcomes,
      Map<PhotoOutcome, Long> moved,
      int settled,
      long bytesBefore,
      long bytesAfter) {}
}
