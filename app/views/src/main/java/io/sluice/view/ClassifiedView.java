package io.sluice.view;

/**
 * What came of having the texts of a batch classified.
 *
 * @param texts how many wait for it that did not, or would have waited longer
 * @param goesOn whether there may be more, which the node still has classified
 */
public record ClassifiedView(ClassificationView batch, long texts, boolean goesOn) {}
