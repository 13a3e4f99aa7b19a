package io.sluice.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Counts what sweeps of the store have removed here. Thread-safe. */
public final class SweepMetrics {
  private final Counter files;
  private final Counter bytes;

  SweepMetrics(PrometheusRegistry registry) {
    files =
        Counter.builder()
            .name("sluice_swept_files_total")
            .help("Files of the store that were removed since nothing tells of them")
            .labelNames("what")
            .register(registry);
    bytes =
        Counter.builder()
            .name("sluice_swept_bytes_total")
            .help("Bytes of the stored files that were removed since no row tells of them")
            .register(registry);
  }

  /**
   * @param stored files of which no row tells
   * @param size their bytes
   * @param drafts of runs that are over
   */
  public void removed(long stored, long size, long drafts) {
    files.labelValues("stored").inc(stored);
    files.labelValues("draft").inc(drafts);
    bytes.inc(size);
  }
}
