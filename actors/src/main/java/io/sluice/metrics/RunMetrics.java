package io.sluice.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;

/** Counts the runs of a node's channels, and tells how many there are now. Thread-safe. */
public final class RunMetrics {
  private static final String ALL = "all";

  private final Counter started;
  private final Counter failed;
  private final Counter failedChannels;
  private final Gauge running;
  private final Gauge places;

  RunMetrics(PrometheusRegistry registry) {
    started =
        Counter.builder()
            .name("sluice_channel_runs_started_total")
            .help("Runs of channels that were started")
            .register(registry);
    failed =
        Counter.builder()
            .name("sluice_channel_runs_failed_total")
            .help("Runs of channels that failed; most are started again")
            .register(registry);
    failedChannels =
        Counter.builder()
            .name("sluice_channels_failed_total")
            .help("Channels that failed for good")
            .register(registry);
    running =
        Gauge.builder()
            .name("sluice_channel_runs")
            .help("Runs of channels now: of all there is, or of news alone, which need no place")
            .labelNames("extent")
            .register(registry);
    places =
        Gauge.builder()
            .name("sluice_channel_places")
            .help("Channels that may read all there is at once")
            .register(registry);
  }

  /** How many channels may collect at once. */
  public void places(int count) {
    places.set(count);
  }

  /**
   * A run is there; it must be followed by {@link #ended}.
   *
   * @param extent how much it reads; its name is the label
   */
  public void started(Enum<?> extent) {
    started.inc();
    running.labelValues(label(extent)).inc();
  }

  public void ended(Enum<?> extent) {
    running.labelValues(label(extent)).dec();
  }

  /** How many runs there are now that read all there is, each in one of the places. */
  public int inPlaces() {
    return (int) running.labelValues(ALL).get();
  }

  private static String label(Enum<?> extent) {
    return extent.name().toLowerCase(Locale.ROOT);
  }

  /** A run failed. */
  public void failed() {
    failed.inc();
  }

  /** A channel will not be started again by itself. */
  public void gaveUp() {
    failedChannels.inc();
  }
}
