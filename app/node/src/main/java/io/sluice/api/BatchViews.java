package io.sluice.api;

import io.sluice.ledger.batch.BatchItems;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.server.Json;
import io.sluice.view.BatchCountersView;
import io.sluice.view.BatchItemsView;
import io.sluice.view.BatchRateView;
import io.sluice.view.BatchView;
import java.util.Map;
import java.util.TreeMap;

/** What the API shows of batches, in the forms of the description. */
final class BatchViews {
  private BatchViews() {}

  static BatchView batch(BatchRow row, BatchRateView rate) {
    return new BatchView(
        row.id(),
        row.name(),
        row.kind(),
        row.phase().column(),
        row.reason(),
        row.lastError(),
        BatchSources.view(row),
        row.allListed(),
        counters(row),
        passedOver(row),
        rate,
        secondsLeft(row, rate),
        Json.time(row.createdAt()),
        Json.time(row.changedAt()),
        Json.time(row.endedAt()));
  }

  private static BatchCountersView counters(BatchRow row) {
    var counts = row.counts();
    return new BatchCountersView(
        row.listed(),
        counts.done(),
        counts.duplicates(),
        counts.failed(),
        counts.dead(),
        counts.bytes());
  }

  private static Map<String, Long> passedOver(BatchRow row) {
    var passedOver = new TreeMap<String, Long>();
    Json.tree(row.passedOver())
        .properties()
        .forEach(reason -> passedOver.put(reason.getKey(), reason.getValue().asLong()));
    return passedOver;
  }

  private static Double secondsLeft(BatchRow row, BatchRateView rate) {
    return rate.itemsPerSecond() > 0
        ? Math.max(0, row.listed() - row.counts().ended()) / rate.itemsPerSecond()
        : null;
  }

  static BatchItemsView.Item item(BatchItems.ItemRow row) {
    return new BatchItemsView.Item(
        row.number(),
        row.address(),
        row.state().column(),
        row.stage(),
        row.attempts(),
        Json.time(row.notBefore()),
        row.reason(),
        row.detail());
  }
}
