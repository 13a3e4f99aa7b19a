package io.sluice.view;

/**
 * What was done with messages of a batch.
 *
 * @param batch its name
 * @param changed how many messages, until now
 * @param goesOn whether the node goes on with more
 */
public record ChangedMessagesView(String batch, long changed, boolean goesOn) {}
