package io.sluice.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what came of the entries of feeds on this node, and how their groups stand. */
public final class FeedMetrics {
  private final Counter entries;
  private final Gauge lag;
  private final Gauge pending;
  private final AtomicInteger storing = new AtomicInteger();

  FeedMetrics(PrometheusRegistry registry) {
    entries =
        Counter.builder()
            .name("sluice_feed_entries_total")
            .help("Entries of feeds that were read to their end here")
            .labelNames("feed", "outcome")
            .register(registry);
    lag =
        Gauge.builder()
            .name("sluice_feed_lag_entries")
            .help("Entries of a feed that nobody has read")
            .labelNames("feed")
            .register(registry);
    pending =
        Gauge.builder()
            .name("sluice_feed_pending_entries")
            .help("Entries of a feed that are read and not acknowledged")
            .labelNames("feed")
            .register(registry);
  }

  /**
   * @param outcome {@code stored}, {@code duplicate}, {@code dead} or {@code ghost}
   */
  public void settled(String feed, String outcome, int count) {
    if (count > 0) {
      entries.labelValues(feed, outcome).inc(count);
    }
  }

  /** A group of entries is stored until this completes. */
  public <T> CompletionStage<T> storing(CompletionStage<T> group) {
    storing.incrementAndGet();
    return group.whenComplete((done, failure) -> storing.decrementAndGet());
  }

  /** How many groups of entries are stored now. */
  public int storing() {
    return storing.get();
  }

  /**
   * @param waiting null where the server cannot tell
   */
  public void stands(String feed, Long waiting, Long read) {
    if (waiting == null) {
      lag.remove(feed);
    } else {
      lag.labelValues(feed).set(waiting);
    }
    if (read != null) {
      pending.labelValues(feed).set(read);
    }
  }

  /** It is not read here any more. */
  public void ended(String feed) {
    lag.remove(feed);
    pending.remove(feed);
  }
}
