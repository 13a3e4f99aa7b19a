package io.sluice.view;

import java.util.List;

/**
 * Pages of documents in which something was found, the best first.
 *
 * @param more whether so many pages have it that better ones may be missing
 */
public record SearchView(List<Hit> hits, boolean more) {

  /**
   * A page.
   *
   * @param name of an item that is this document, or has it within
   * @param part its path within that; null of one that is the item itself
   * @param page its number; null in what has no pages
   * @param title null where it has none
   * @param language null where it cannot be told
   * @param snippet what stands around the words; null where no text is stored
   */
  public record Hit(
      long document,
      String name,
      String part,
      long batch,
      long item,
      Integer page,
      String title,
      String language,
      String snippet) {}
}
