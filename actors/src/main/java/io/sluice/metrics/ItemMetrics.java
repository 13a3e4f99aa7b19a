package io.sluice.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Counts what came of the items of batches, by their kind and its stages. Thread-safe. */
public final class ItemMetrics {
  private static final double[] SECONDS = {
    0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
  };

  private final Counter items;
  private final Counter bytes;
  private final Histogram seconds;
  private final BusyTimes busy;
  private final Map<Where, AtomicLong> inWork = new ConcurrentHashMap<>();

  private record Where(String kind, String stage) {}

  ItemMetrics(PrometheusRegistry registry, BusyTimes busy) {
    this.busy = busy;
    items =
        Counter.builder()
            .name("sluice_items_total")
            .help("Items whose way out of a stage was stored")
            .labelNames("kind", "stage", "outcome")
            .register(registry);
    bytes =
        Counter.builder()
            .name("sluice_item_bytes_total")
            .help("Bytes of the content of items that passed a stage")
            .labelNames("kind", "stage")
            .register(registry);
    seconds =
        Histogram.builder()
            .name("sluice_item_stage_seconds")
            .help("How long items were worked on in a stage")
            .labelNames("kind", "stage")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    GaugeWithCallback.builder()
        .name("sluice_items_in_work")
        .help("Items that are worked on in a stage now")
        .labelNames("kind", "stage")
        .callback(
            gauge ->
                inWork.forEach(
                    (where, count) -> gauge.call(count.get(), where.kind(), where.stage())))
        .register(registry);
  }

  /** An item is worked on until this completes, whatever comes of it. */
  public <T> CompletionStage<T> working(
      String kind, String stage, Supplier<? extends CompletionStage<T>> work) {
    var now = inWork.computeIfAbsent(new Where(kind, stage), unknown -> new AtomicLong());
    long began = System.nanoTime();
    now.incrementAndGet();
    try {
      return busy.during(kind, stage, work)
          .whenComplete(
              (outcome, failure) -> {
                now.decrementAndGet();
                seconds.labelValues(kind, stage).observe((System.nanoTime() - began) / 1e9);
              });
    } catch (RuntimeException | Error e) {
      now.decrementAndGet();
      throw e;
    }
  }

  /** How many items of each kind are worked on now, whatever stage they are in. */
  public Map<String, Long> inWork() {
    var kinds = new TreeMap<String, Long>();
    inWork.forEach((where, count) -> kinds.merge(where.kind(), count.get(), Long::sum));
    return kinds;
  }

  /**
   * What came of an item is stored.
   *
   * @param outcome such as {@code done}
   */
  public void settled(String kind, String stage, String outcome, long size) {
    items.labelValues(kind, stage, outcome).inc();
    bytes.labelValues(kind, stage).inc(size);
  }
}
