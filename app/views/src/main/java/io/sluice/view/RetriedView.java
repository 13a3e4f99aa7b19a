package io.sluice.view;

/**
 * What came of trying failed photos again.
 *
 * @param items how many are tried again
 */
public record RetriedView(ChannelView channel, long items) {}
