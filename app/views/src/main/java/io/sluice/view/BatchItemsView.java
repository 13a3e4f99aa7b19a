package io.sluice.view;

import java.util.List;

/**
 * A page of items of a batch. Where few are wanted of many it may have none and still a next one.
 *
 * @param next what to ask for the next page with; null behind the last
 */
public record BatchItemsView(List<Item> items, String next) {

  /**
   * One of them.
   *
   * @param stage the next that it has to pass, from 0
   * @param attempts how often it may have been to blame for the end of a process
   * @param notBefore when it may come again; null if at once
   * @param reason in a word, why it failed; null if it has not
   * @param detail more of that; null if there is none
   * @param stored null if nothing is, or if nobody asks for it
   */
  public record Item(
      long number,
      String address,
      String state,
      long stage,
      long attempts,
      String notBefore,
      String reason,
      String detail,
      StoredItemView stored) {}
}
