package io.sluice.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.ledger.channel.StoredRows;

/** Counts what a node has stored since it started, from what the database counted. Thread-safe. */
public final class StoreMetrics {
  private static final String INSERTED = "inserted";
  private static final String UPDATED = "updated";
  private static final String UNCHANGED = "unchanged";
  private static final String SKIPPED = "skipped";
  private static final String KNOWN = "known";

  private final Counter messages;
  private final Counter photos;
  private final Counter bytesBefore;
  private final Counter bytesAfter;
  private final Histogram batchMessages;
  private final Histogram commitSeconds;

  StoreMetrics(PrometheusRegistry registry) {
    messages =
        Counter.builder()
            .name("sluice_messages_total")
            .help("Messages that were stored or left out")
            .labelNames("outcome")
            .register(registry);
    photos =
        Counter.builder()
            .name("sluice_photos_total")
            .help("Photos whose end was stored, and those that were settled before")
            .labelNames("outcome")
            .register(registry);
    bytesBefore =
        Counter.builder()
            .name("sluice_photo_source_bytes_total")
            .help("Bytes of the photos stored, as they came")
            .register(registry);
    bytesAfter =
        Counter.builder()
            .name("sluice_photo_stored_bytes_total")
            .help("Bytes of the photos stored, as files")
            .register(registry);
    batchMessages =
        Histogram.builder()
            .name("sluice_batch_messages")
            .help("Messages in a batch")
            .classicOnly()
            .classicUpperBounds(1, 10, 50, 100, 250, 500, 1000, 2500, 10_000)
            .register(registry);
    commitSeconds =
        Histogram.builder()
            .name("sluice_batch_commit_seconds")
            .help("Time of a batch's transaction, with the wait for a connection")
            .classicOnly()
            .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60)
            .register(registry);
    for (var outcome : new String[] {INSERTED, UPDATED, UNCHANGED, SKIPPED}) {
      messages.initLabelValues(outcome);
    }
    for (var outcome : PhotoOutcome.values()) {
      photos.initLabelValues(outcome.column());
    }
    photos.initLabelValues(KNOWN);
  }

  void committed(StoredRows stored, double seconds) {
    commitSeconds.observe(seconds);
    batchMessages.observe(stored.inserted() + stored.updated() + stored.unchanged());
    messages.labelValues(INSERTED).inc(stored.inserted());
    messages.labelValues(UPDATED).inc(stored.updated());
    messages.labelValues(UNCHANGED).inc(stored.unchanged());
    stored.photos().forEach((outcome, count) -> photos.labelValues(outcome.column()).inc(count));
    bytesBefore.inc(stored.bytesBefore());
    bytesAfter.inc(stored.bytesAfter());
  }

  void leftOut(int skippedMessages, int knownPhotos) {
    messages.labelValues(SKIPPED).inc(skippedMessages);
    photos.labelValues(KNOWN).inc(knownPhotos);
  }

  /** Messages read so far, with those that were left out. */
  public long messages() {
    return messages.labelValues(INSERTED).getLongValue()
        + messages.labelValues(UPDATED).getLongValue()
        + messages.labelValues(UNCHANGED).getLongValue()
        + messages.labelValues(SKIPPED).getLongValue();
  }

  /** Photos worked on so far, however they ended. */
  public long photos() {
    long sum = 0;
    for (var outcome : PhotoOutcome.values()) {
      sum += photos.labelValues(outcome.column()).getLongValue();
    }
    return sum;
  }
}
