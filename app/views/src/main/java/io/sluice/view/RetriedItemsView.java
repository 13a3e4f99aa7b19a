package io.sluice.view;

/**
 * What came of trying failed items of a batch again.
 *
 * @param items how many are tried again
 */
public record RetriedItemsView(BatchView batch, long items) {}
