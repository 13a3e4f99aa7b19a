package io.sluice.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Counts what came of the items of batches, by their kind and its stages. Thread-safe. */
public final class ItemMetrics {
  private static final double[] SECONDS = {
    0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
  };

  private final Counter items;
  private final Counter bytes;
  private final Histogram seconds;

  ItemMetrics(PrometheusRegistry registry) {
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
  }

  /** An item was worked on, whatever came of it. */
  public void worked(String kind, String stage, double time) {
    seconds.labelValues(kind, stage).observe(time);
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
