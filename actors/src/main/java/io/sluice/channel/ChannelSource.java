package io.sluice.channel;

import io.sluice.photo.FetchedPhoto;
import io.sluice.photo.PhotoReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Where the messages of one channel come from. A cursor goes in, messages come out in the source's
 * order, each with the cursor that stands behind it. A stream that fails may be asked for again.
 *
 * @param <C> the source's own cursor; a record of plain values, stored as JSON
 */
public interface ChannelSource<C extends Record> {

  Class<C> cursorType();

  /**
   * The messages behind the cursor, or all of them. A cursor that no longer fits, such as one of a
   * file that has changed since, starts from the beginning: what is stored already costs little.
   */
  Source<Arrival<C>, NotUsed> messagesAfter(Optional<C> cursor);

  /** Only what is new since, for a channel that follows and has, or will get, the rest. */
  default Source<Arrival<C>, NotUsed> newsAfter(Optional<C> cursor) {
    return messagesAfter(cursor);
  }

  /**
   * These messages as they are now, in any order, for photos that are tried again; those that are
   * gone are left out. The cursors that come with them mean nothing.
   */
  Source<Arrival<C>, NotUsed> messages(SortedSet<Long> ids);

  /** How much of the whole lies before the cursor, from 0 to 1; 1 only if nothing is left. */
  double progress(C cursor);

  /** Which messages the cursor knows of and leaves for later; none for a file. */
  default List<IdRange> unread(C cursor) {
    return List.of();
  }

  /**
   * What could not become a message on the way to the cursor from the source's beginning, by what
   * is wrong with it.
   */
  default Map<String, Long> passedOver(C cursor) {
    return Map.of();
  }

  /**
   * Gets a photo that this source said is elsewhere, by the address that it gave; expected failures
   * are values.
   *
   * @param isWanted whether anybody still waits for it; asked before each request
   */
  default CompletionStage<FetchedPhoto> fetch(
      PhotoReference.Elsewhere photo, BooleanSupplier isWanted) {
    throw new UnsupportedOperationException("all photos of this source are files: " + photo);
  }
}
