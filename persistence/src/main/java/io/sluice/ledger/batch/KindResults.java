package io.sluice.ledger.batch;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What has become of the items of one kind, bit by bit, for those who take it elsewhere. */
public interface KindResults {

  /** Those of one batch, where what there is to be told depends on it. */
  default KindResults of(long batch) {
    return this;
  }

  /** Names of columns, in their order. */
  List<String> columns();

  /**
   * Items with numbers from first to last, in their order: a value for each column, null where it
   * is not known.
   */
  List<List<Object>> rows(long batch, long first, long last, Collection<ItemState> states);

  /**
   * The last number that there is.
   *
   * @param listed how many items the batch has
   */
  default long last(long batch, long listed) {
    return listed;
  }

  /** The last of these items that may be asked for at once, so that memory holds what comes. */
  default long lastAtOnce(long batch, long first, long last) {
    return last;
  }

  /** The same with a line for each part of an item, if the kind's items have any. */
  default KindResults withParts() {
    return this;
  }

  /** The same of what a person has approved, if the kind's items have anything to be approved. */
  default KindResults approved() {
    return this;
  }

  /**
   * Whether spreadsheets that are made of them must see no formulas, unless somebody wants these.
   */
  default boolean withoutFormulas() {
    return false;
  }

  /** The same with all text that is stored of each, if the kind has any. */
  default KindResults withText() {
    return this;
  }

  /**
   * What was stored of some items, by their numbers; those of which nothing was are not there.
   *
   * @param numbers of items of the batch
   */
  Map<Long, StoredItem> stored(long batch, Collection<Long> numbers);
}
