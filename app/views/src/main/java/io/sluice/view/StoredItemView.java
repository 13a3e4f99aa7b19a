package io.sluice.view;

/**
 * What was stored of an item; null is what is not known, or what its kind does not have.
 *
 * @param picture where the picture that was made of it is asked for
 * @param text the beginning of it, or the message to a website
 * @param review whether people should look at its category
 * @param status how a website could be read
 * @param message how the message to a website stands
 */
public record StoredItemView(
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
    String message) {}
