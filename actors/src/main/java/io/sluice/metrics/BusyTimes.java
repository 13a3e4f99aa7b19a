package io.sluice.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How long items are in stages, all together: each is told when it goes in and when it comes out,
 * and what is told of a stage grows by as many seconds a second as there are items in it.
 * Thread-safe.
 */
public final class BusyTimes {
  private static final double SECOND = 1e9;

  private final Map<Where, Busy> stages = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  private record Where(String kind, String stage) {}

  /** The time of one stage. */
  final class Busy {
    private long since = nanos.getAsLong();
    // Nanoseconds of many items are soon more than a long has.
    private double sum;
    private int in;

    synchronized void enter() {
      sum();
      in++;
    }

    synchronized void leave() {
      sum();
      in--;
    }

    private synchronized double sum() {
      long now = nanos.getAsLong();
      sum += (double) in * Math.max(0, now - since);
      since = now;
      return sum;
    }
  }

  BusyTimes(PrometheusRegistry registry, LongSupplier nanos) {
    this.nanos = nanos;
    CounterWithCallback.builder()
        .name("sluice_stage_busy_seconds_total")
        .help("How long items were in a stage, all together")
        .labelNames("kind", "stage")
        .callback(
            counter ->
                stages.forEach(
                    (where, busy) ->
                        counter.call(busy.sum() / SECOND, where.kind(), where.stage())))
        .register(registry);
  }

  Busy of(String kind, String stage) {
    return stages.computeIfAbsent(new Where(kind, stage), unknown -> new Busy());
  }

  /** Something is in the stage until this completes. */
  <T> CompletionStage<T> during(
      String kind, String stage, Supplier<? extends CompletionStage<T>> work) {
    var busy = of(kind, stage);
    busy.enter();
    try {
      return work.get().whenComplete((done, failure) -> busy.leave());
    } catch (RuntimeException | Error e) {
      busy.leave();
      throw e;
    }
  }
}
