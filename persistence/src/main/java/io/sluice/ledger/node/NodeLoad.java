package io.sluice.ledger.node;

import java.util.List;

/**
 * What a node does at a moment.
 *
 * @param places how many channels it collects at once
 * @param running ids of the channels that have one of its places
 * @param waiting ids of the channels that wait for one, in turn
 * @param messagesPerSecond stored lately
 * @param imagesPerSecond stored lately
 * @param heapBytes in use
 * @param heapMaxBytes that it may grow to
 */
public record NodeLoad(
    int places,
    List<Long> running,
    List<Long> waiting,
    double messagesPerSecond,
    double imagesPerSecond,
    long heapBytes,
    long heapMaxBytes) {
  public static final NodeLoad NONE = new NodeLoad(0, List.of(), List.of(), 0, 0, 0, 0);

  public NodeLoad {
    running = List.copyOf(running);
    waiting = List.copyOf(waiting);
  }

  /** Places that nobody has or waits for. */
  public int free() {
    return Math.max(0, places - running.size() - waiting.size());
  }
}
