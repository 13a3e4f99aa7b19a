package io.sluice.batch;

import io.sluice.ledger.batch.ItemState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * One of the stages that the items of a kind pass. What it makes of an item is committed before the
 * item goes on, so that a failure of the next stage repeats nothing of this one.
 *
 * @param <R> what it makes of an item
 */
public interface ItemStage<R> {

  /** As logs and metrics have it: {@code store}. */
  String name();

  /** Items of one chunk that are in it at once. */
  int parallelism();

  /**
   * Whether an item of which a process may have died is tried by itself at once; else only when
   * several have died in a row.
   */
  default boolean triesSuspectsApart() {
    return true;
  }

  /**
   * Works on one item. What is expected to go wrong is an {@link ItemOutcome}; where it fails, the
   * run of the chunk fails and is started again.
   */
  CompletionStage<ItemOutcome<R>> work(ItemWork item);

  /**
   * Does what must be done before results are written, in no transaction. May block.
   *
   * @return the results as they are to be written
   */
  default List<ItemResult<R>> prepare(List<ItemResult<R>> results) {
    return results;
  }

  /**
   * Writes results in the transaction that settles their items.
   *
   * @return what has become of those that are not {@link ItemState#DONE}, by number
   */
  Map<Long, ItemState> write(Connection connection, List<ItemResult<R>> results)
      throws SQLException;

  /** Writes what is to be known of items that failed besides that, in the same transaction. */
  default void writeFailed(Connection connection, List<FailedItem> failed) throws SQLException {}
}
