package io.sluice.view;

/**
 * How far the texts of a batch of documents are classified.
 *
 * @param batch its name
 * @param documents with text
 * @param classified how many of these have a category, or are known to be in none
 * @param review how many of these people should look at
 * @param waiting texts that wait to be classified, for the first time or again
 * @param pictures pages that wait to be read from their pictures
 * @param problem why one of these is not classified yet; null where none has failed
 */
public record ClassificationView(
    String batch,
    long documents,
    long classified,
    long review,
    long waiting,
    long pictures,
    String problem) {}
