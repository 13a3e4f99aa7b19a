package io.sluice.batch;

import io.sluice.ledger.Fence;
import io.sluice.ledger.Fenced;
import io.sluice.ledger.batch.KindResults;
import io.sluice.ledger.batch.Listed;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a batch is made of. A kind is a package of its own and one line of wiring; nothing in here
 * asks which one it is. One for a node, thread-safe.
 */
public interface Kind {

  /** As users write it: {@code files}. */
  String name();

  /** What an item passes, in this order. */
  List<ItemStage<?>> stages();

  /**
   * Lists what a batch is to be made of, bit by bit, while it is read. May block. What it lists it
   * may list again, and a second listing gives each item the same key.
   *
   * @param run that lists
   * @param batch whose items they are
   * @param source in the kind's own form, a JSON object
   * @throws IOException if there is nothing to be listed there
   */
  Listing list(Fence run, long batch, String source) throws IOException;

  /** What is told of its items to those who take it elsewhere. */
  KindResults results();

  /** A run of a chunk begins: what earlier ones have left half made may go. May block. */
  default void runBegins(Fence run) {}

  /** A run is over, and nothing of it is in work. May block. */
  default void runEnds(Fence run) {}

  /**
   * Removes what was stored of a batch's items, in slices, each in a transaction of this run. Where
   * it was interrupted, it is called again. May block.
   */
  default void purge(Fenced ledger, Fence run, long batch) {}

  /**
   * Ends what is still to be done for a batch that goes, whether or not what was stored of it goes,
   * too. Where it was interrupted, it is called again. May block.
   */
  default void forget(Fenced ledger, Fence run, long batch) {}

  /** Items as they are found, with what was met on the way and is none. */
  interface Listing extends AutoCloseable {

    /** May block. */
    Stream<Listed> items();

    /** What was passed over until now, by reason. */
    PassedOver passedOver();

    @Override
    void close();
  }
}
