package io.sluice.ledger.node;

/**
 * What a node does at a moment.
 *
 * @param channels that it collects, and that wait for that
 * @param chunks of batches that it works on, and that wait for that
 * @param messagesPerSecond stored lately
 * @param imagesPerSecond stored lately
 * @param heapBytes in use
 * @param heapMaxBytes that it may grow to
 */
public record NodeLoad(
    PlacesInUse channels,
    PlacesInUse chunks,
    double messagesPerSecond,
    double imagesPerSecond,
    long heapBytes,
    long heapMaxBytes) {
  public static final NodeLoad NONE = new NodeLoad(PlacesInUse.NONE, PlacesInUse.NONE, 0, 0, 0, 0);
}
