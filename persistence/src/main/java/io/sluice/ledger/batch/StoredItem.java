package io.sluice.ledger.batch;

/**
 * What was stored of an item, for those who want to see it; null is what is not known, or what its
 * kind does not have.
 *
 * @param name as people know it
 * @param size in bytes
 * @param picture path of the picture that was made of it
 * @param text the beginning of it, or the message to a website
 * @param review whether people should look at its category
 * @param status how a website could be read
 * @param message how the message to a website stands
 */
public record StoredItem(
    String name,
    Long size,
    String mimeType,
    String picture,
    String title,
    String language,
    Long pages,
    String text,
    String category,
    Boolean review,
    String status,
    String message) {

  /** Characters of a text that are shown. */
  public static final int MOST_TEXT = 600;
}
