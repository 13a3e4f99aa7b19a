package io.sluice.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Counts texts that were classified here, and shows how many wait in the database. Thread-safe. */
public final class ClassificationMetrics {
  private final BusyTimes busy;
  private final Counter classified;
  private final Counter failures;
  private final Gauge waiting;
  private volatile Long waitingNow;

  ClassificationMetrics(PrometheusRegistry registry, BusyTimes busy) {
    this.busy = busy;
    classified =
        Counter.builder()
            .name("sluice_classified_texts_total")
            .help("Texts that were classified here")
            .labelNames("classifier", "outcome")
            .register(registry);
    failures =
        Counter.builder()
            .name("sluice_classification_failures_total")
            .help("Tries to classify a text that failed here; it is tried again later")
            .register(registry);
    waiting =
        Gauge.builder()
            .name("sluice_classification_waiting_texts")
            .help("Texts in the database that wait to be classified")
            .labelNames("state")
            .register(registry);
  }

  /** A text is classified until this completes. */
  public <T> CompletionStage<T> classifying(Supplier<? extends CompletionStage<T>> work) {
    return busy.during("texts", "classify", work);
  }

  /**
   * @param review whether people should look at it
   */
  public void classified(String classifier, boolean review) {
    classified.labelValues(classifier, review ? "review" : "sorted").inc();
  }

  public void failed(int texts) {
    failures.inc(texts);
  }

  /** How many waited when they were last counted here; empty before. */
  Optional<Long> waiting() {
    return Optional.ofNullable(waitingNow);
  }

  /**
   * @param failed of these, which have failed before
   */
  public void waiting(long all, long failed) {
    waitingNow = all;
    waiting.labelValues("new").set(all - failed);
    waiting.labelValues("failed").set(failed);
  }
}
