package io.sluice.view;

import java.util.List;

/**
 * Documents of all batches, page by page.
 *
 * @param next where the next page begins; null on the last
 */
public record DocumentsView(List<Document> documents, String next) {
  public DocumentsView {
    documents = Lists.orNone(documents);
  }

  /**
   * A document; null is what is not known.
   *
   * @param name of the newest item that it is; null of one that is only part of others
   * @param batch number of that item's batch
   * @param text the beginning of it
   * @param review whether people should look at its category
   */
  public record Document(
      long document,
      String name,
      Long batch,
      Long item,
      long size,
      String mimeType,
      String state,
      String reason,
      String title,
      String language,
      Long pages,
      long characters,
      String text,
      String category,
      Boolean review) {}
}
