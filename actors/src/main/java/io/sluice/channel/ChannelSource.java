package io.sluice.channel;

import java.util.Optional;
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

  /** How much of the whole lies before the cursor, from 0 to 1. */
  double progress(C cursor);
}
