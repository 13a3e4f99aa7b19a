package io.sluice.view;

/**
 * What came of trying failed items of a batch again.
 *
 * @param items how many are tried again
 * @param goesOn whether there may be more, which the node still has tried again
 */
public record RetriedItemsView(BatchView batch, long items, boolean goesOn) {}
