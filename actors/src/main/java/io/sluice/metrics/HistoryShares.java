package io.sluice.metrics;

import io.sluice.ledger.history.History;
import io.sluice.ledger.history.HistorySeries;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a node adds to the history: its counters go in, and by how much they have grown since it
 * added last is stored. A share of which nobody knows whether it was stored is sent again as it
 * was, under its number, before another is made. Thread-safe.
 */
public final class HistoryShares {
  private final History history;
  private final UUID node;
  private final Supplier<Map<HistorySeries, Long>> counters;
  private final Map<HistorySeries, Long> told = new HashMap<>();
  private Map<HistorySeries, Long> share = Map.of();
  private long number;

  /**
   * @param node this life of it, whose counters began at 0
   */
  public HistoryShares(History history, UUID node, Supplier<Map<HistorySeries, Long>> counters) {
    this.history = history;
    this.node = node;
    this.counters = counters;
  }

  /**
   * Stores all that was counted by now.
   *
   * @throws io.sluice.persistence.DatabaseException if it cannot be; then it comes the next time
   */
  public synchronized void store() {
    send();
    share = grown();
    number++;
    send();
  }

  private void send() {
    if (!share.isEmpty()) {
      history.add(node, number, share);
      share.forEach((series, amount) -> told.merge(series, amount, Long::sum));
      share = Map.of();
    }
  }

  private Map<HistorySeries, Long> grown() {
    return counters.get().entrySet().stream()
        .filter(counted -> counted.getValue() > told.getOrDefault(counted.getKey(), 0L))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                counted -> counted.getValue() - told.getOrDefault(counted.getKey(), 0L)));
  }
}
