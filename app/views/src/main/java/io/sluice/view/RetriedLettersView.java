package io.sluice.view;

/**
 * Dead letters that are tried again.
 *
 * @param letters how many
 */
public record RetriedLettersView(FeedView feed, int letters) {}
