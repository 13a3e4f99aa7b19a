package io.sluice.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.IntSupplier;

/** Counts websites that were visited from here, and what was asked of them. Thread-safe. */
public final class WebsiteMetrics {
  private final Counter ends;
  private final Counter answers;
  private final Counter bytes;
  private final Counter failures;
  private volatile IntSupplier waiting = () -> 0;

  WebsiteMetrics(PrometheusRegistry registry) {
    ends =
        Counter.builder()
            .name("sluice_websites_total")
            .help("Websites whose visit came to an end here")
            .labelNames("status", "reason")
            .register(registry);
    answers =
        Counter.builder()
            .name("sluice_website_answers_total")
            .help("Answers of websites that were read here, their robots.txt included")
            .labelNames("from")
            .register(registry);
    bytes =
        Counter.builder()
            .name("sluice_website_bytes_total")
            .help("Bytes of these, unpacked")
            .labelNames("from")
            .register(registry);
    failures =
        Counter.builder()
            .name("sluice_website_request_failures_total")
            .help("Requests to websites to which no answer came")
            .register(registry);
    GaugeWithCallback.builder()
        .name("sluice_website_requests_waiting")
        .help("Requests that wait until their host may be asked")
        .callback(gauge -> gauge.call(waiting.getAsInt()))
        .register(registry);
  }

  /**
   * How a visit ended.
   *
   * @param status one of a few, such as {@code scraped}
   * @param reason one of some more; empty if there is nothing to say
   */
  public void ended(String status, String reason) {
    ends.labelValues(status, reason).inc();
  }

  /** An answer of a site itself. */
  public void answered(long length) {
    answers.labelValues("site").inc();
    bytes.labelValues("site").inc(length);
  }

  /** An answer that is good still, or again. */
  public void remembered(long length) {
    answers.labelValues("cache").inc();
    bytes.labelValues("cache").inc(length);
  }

  /** A request had no answer. */
  public void failed() {
    failures.inc();
  }

  /** Where to look how many requests wait. */
  public void waitingAs(IntSupplier now) {
    waiting = now;
  }
}
