package io.sluice.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.sluice.ledger.history.HistorySeries;
import io.sluice.ledger.history.HistorySeries.Unit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Those of a node's counters that have a history: the registry they are in goes in, and what each
 * has counted since the node started comes out. Labels that name single feeds are left out, so that
 * there are never many.
 */
public final class HistoryCounters implements Supplier<Map<HistorySeries, Long>> {

  /** What a counter is in the history. */
  private record Counted(String name, Function<Labels, HistorySeries> series) {
    static Counted items(String name, String kind, String stage) {
      return new Counted(
          name, labels -> new HistorySeries(kind, stage, labels.get("outcome"), Unit.ITEMS));
    }
  }

  private static final int MILLIS = 1000;

  private static final Map<String, Counted> COUNTED =
      List.of(
              new Counted(
                  "sluice_items",
                  labels ->
                      new HistorySeries(
                          labels.get("kind"),
                          labels.get("stage"),
                          labels.get("outcome"),
                          Unit.ITEMS)),
              new Counted(
                  "sluice_item_bytes",
                  labels ->
                      new HistorySeries(labels.get("kind"), labels.get("stage"), "", Unit.BYTES)),
              Counted.items("sluice_feed_entries", "feeds", ""),
              Counted.items("sluice_messages", "messages", ""),
              Counted.items("sluice_photos", "photos", ""),
              new Counted(
                  "sluice_photo_source_bytes",
                  labels -> new HistorySeries("photos", "", "", Unit.BYTES)),
              Counted.items("sluice_classified_texts", "texts", "classify"),
              new Counted(
                  "sluice_messages_written",
                  labels ->
                      new HistorySeries(
                          "site_messages", "message", labels.get("status"), Unit.ITEMS)),
              new Counted(
                  "sluice_stage_busy_seconds",
                  labels ->
                      new HistorySeries(
                          labels.get("kind"), labels.get("stage"), "", Unit.MILLISECONDS)))
          .stream()
          .collect(Collectors.toMap(Counted::name, Function.identity()));

  private final PrometheusRegistry registry;

  public HistoryCounters(PrometheusRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Map<HistorySeries, Long> get() {
    var now = new HashMap<HistorySeries, Long>();
    for (var metric : registry.scrape(COUNTED::containsKey)) {
      var counted = COUNTED.get(metric.getMetadata().getName());
      for (var point : ((CounterSnapshot) metric).getDataPoints()) {
        var series = counted.series().apply(point.getLabels());
        now.merge(series, count(series, point), Long::sum);
      }
    }
    return now;
  }

  /** Times are counted in seconds. */
  private static long count(HistorySeries series, CounterDataPointSnapshot point) {
    return Math.round(point.getValue() * (series.unit() == Unit.MILLISECONDS ? MILLIS : 1));
  }
}
