package io.sluice.api;

import io.sluice.ledger.batch.BatchItems;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.StoredItem;
import io.sluice.server.Json;
import io.sluice.view.BatchCountersView;
import io.sluice.view.BatchItemsView;
import io.sluice.view.BatchRateView;
import io.sluice.view.BatchView;
import io.sluice.view.StoredItemView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the API shows of batches, in the forms of the description, with the rates at which all nodes
 * work on them: these come from rows that are looked at each second. Thread-safe.
 */
final class BatchViews {
  private final Speeds speeds = new Speeds();

  void look(List<BatchRow> rows, long nanos) {
    speeds.look(
        rows.stream()
            .filter(row -> row.phase().isAtWork())
            .map(row -> new Speeds.Shows(row.id(), row.counts().ended(), row.counts().bytes()))
            .toList(),
        nanos);
  }

  /** Nothing where the batch is not at work. */
  BatchRateView rate(BatchRow row) {
    if (!row.phase().isAtWork()) {
      return BatchRateView.NONE;
    }
    var speed = speeds.of(row.id(), System.nanoTime());
    return new BatchRateView(speed.one(), speed.other());
  }

  BatchView of(BatchRow row) {
    var rate = rate(row);
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
        row.missed(),
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

  /**
   * @param stored null if nothing is
   */
  static BatchItemsView.Item item(long batch, BatchItems.ItemRow row, StoredItem stored) {
    return new BatchItemsView.Item(
        row.number(),
        row.address(),
        row.state().column(),
        row.stage(),
        row.attempts(),
        Json.time(row.notBefore()),
        row.reason(),
        row.detail(),
        stored == null ? null : stored(batch, row.number(), stored));
  }

  private static StoredItemView stored(long batch, long number, StoredItem item) {
    return new StoredItemView(
        item.name(),
        item.size(),
        item.mimeType(),
        item.picture() == null ? null : "/api/batches/%d/items/%d/picture".formatted(batch, number),
        item.title(),
        item.language(),
        item.pages(),
        item.text(),
        item.category(),
        item.review(),
        item.status(),
        item.message());
  }
}
