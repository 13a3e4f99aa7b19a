package io.sluice.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what a node was permitted and refused, by origin. Hosts come from outside, so only the
 * first hundred have a label of their own, and all others share one. Thread-safe.
 */
public final class OriginMetrics {
  static final int MOST_LABELS = 100;
  static final String OTHER = "other";

  private final Clock clock;
  private final Counter permits;
  private final Counter floods;

  /** When the origin of a label opens, in milliseconds since 1970. */
  private final Map<String, Long> opens = new ConcurrentHashMap<>();

  OriginMetrics(PrometheusRegistry registry, Clock clock) {
    this.clock = clock;
    permits =
        Counter.builder()
            .name("sluice_origin_permits_total")
            .help("Requests that an origin's rate permitted")
            .labelNames("origin")
            .register(registry);
    floods =
        Counter.builder()
            .name("sluice_origin_floods_total")
            .help("Answers by which an origin asked to be left alone")
            .labelNames("origin")
            .register(registry);
    GaugeWithCallback.builder()
        .name("sluice_origin_closed_seconds")
        .help("For how long an origin is closed yet, as this node heard of it")
        .labelNames("origin")
        .callback(
            gauge ->
                opens.forEach(
                    (label, at) -> gauge.call(Math.max(0, at - this.clock.millis()) / 1e3, label)))
        .register(registry);
  }

  /** It gave a permit for one request, so it is open. */
  public void permitted(String origin) {
    var label = label(origin);
    permits.labelValues(label).inc();
    if (!label.equals(OTHER)) {
      opens.put(label, 0L);
    }
  }

  /** It answered that there were too many requests. */
  public void flooded(String origin) {
    floods.labelValues(label(origin)).inc();
  }

  /**
   * It gives no permits.
   *
   * @param untilMillis when it opens, in milliseconds since 1970
   */
  public void closed(String origin, long untilMillis) {
    opens.merge(label(origin), untilMillis, Math::max);
  }

  private String label(String origin) {
    if (opens.containsKey(origin)) {
      return origin;
    }
    synchronized (opens) {
      var label = opens.containsKey(origin) || opens.size() < MOST_LABELS ? origin : OTHER;
      if (!label.equals(OTHER)) {
        opens.putIfAbsent(label, 0L);
      }
      return label;
    }
  }
}
