package io.sluice.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Counts messages that were written here, and what models took for them. Thread-safe. */
public final class MessageMetrics {
  private final BusyTimes busy;
  private final Counter written;
  private final Counter asked;
  private final Counter tokens;
  private final Counter failures;
  private final Gauge waiting;
  private volatile Long waitingNow;

  MessageMetrics(PrometheusRegistry registry, BusyTimes busy) {
    this.busy = busy;
    written =
        Counter.builder()
            .name("sluice_messages_written_total")
            .help("Messages to websites that were settled here")
            .labelNames("status")
            .register(registry);
    asked =
        Counter.builder()
            .name("sluice_message_requests_total")
            .help("Requests to models for messages that were sent from here")
            .register(registry);
    tokens =
        Counter.builder()
            .name("sluice_message_tokens_total")
            .help("Tokens of prompts and answers of these, as endpoints count them")
            .labelNames("direction")
            .register(registry);
    failures =
        Counter.builder()
            .name("sluice_message_failures_total")
            .help("Tries to have a message written that failed here; it is tried again later")
            .register(registry);
    waiting =
        Gauge.builder()
            .name("sluice_message_waiting_tasks")
            .help("Messages in the database that wait to be written")
            .labelNames("state")
            .register(registry);
  }

  /** A message is being written until this completes. */
  public <T> CompletionStage<T> writing(Supplier<? extends CompletionStage<T>> work) {
    return busy.during("site_messages", "message", work);
  }

  /**
   * @param status where it is now
   */
  public void written(String status) {
    written.labelValues(status).inc();
  }

  public void asked() {
    asked.inc();
  }

  public void spent(long in, long out) {
    tokens.labelValues("in").inc(in);
    tokens.labelValues("out").inc(out);
  }

  public void failed() {
    failures.inc();
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
