package io.sluice.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.stream.Stream;

/** Looks up what a registry tells. */
public final class Scrape {
  private Scrape() {}

  /**
   * A counter's or gauge's value, a histogram's count; 0 where there is none.
   *
   * @param name without the suffix of its type
   * @param labels the values of its labels
   */
  public static double value(PrometheusRegistry registry, String name, String... labels) {
    return value(registry.scrape(), name, labels);
  }

  /** The same at an earlier moment. */
  public static double value(MetricSnapshots scraped, String name, String... labels) {
    return points(scraped, name)
        .filter(point -> values(point).equals(List.of(labels)))
        .mapToDouble(Scrape::value)
        .sum();
  }

  /** The values of the first label. */
  public static List<String> labels(PrometheusRegistry registry, String name) {
    return points(registry.scrape(), name).map(point -> values(point).get(0)).toList();
  }

  private static Stream<? extends DataPointSnapshot> points(MetricSnapshots scraped, String name) {
    return scraped.stream()
        .filter(metric -> metric.getMetadata().getName().equals(name))
        .flatMap(metric -> metric.getDataPoints().stream());
  }

  private static List<String> values(DataPointSnapshot point) {
    return point.getLabels().stream().map(label -> label.getValue()).toList();
  }

  private static double value(DataPointSnapshot point) {
    if (point instanceof HistogramDataPointSnapshot histogram) {
      return histogram.getCount();
    }
    return point instanceof CounterDataPointSnapshot counter
        ? counter.getValue()
        : ((GaugeDataPointSnapshot) point).getValue();
  }
}
