package io.sluice.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is in which stage on this node: each item is noted when it goes in and when it comes out,
 * and those that do not come out are named. Thread-safe.
 */
public final class Stages {
  /** Under which name the history has them: steps of all work, whatever its kind. */
  private static final String STEPS = "steps";

  private static final double[] SECONDS = {
    0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300
  };

  private final String node;
  private final Duration stuckAfter;
  private final LongSupplier nanos;
  private final Histogram seconds;
  private final BusyTimes busy;
  private final AtomicLong steps = new AtomicLong();
  private final Set<Step> open = ConcurrentHashMap.newKeySet();

  /** How many of these are in each stage, by its ordinal. */
  private final AtomicLongArray inFlight = new AtomicLongArray(Stage.values().length);

  /** What may be done in a stage. */
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** One item in one stage, from now until it is closed. */
  public final class Step implements AutoCloseable {
    private final long id = steps.incrementAndGet();
    private final long began = nanos.getAsLong();
    private final Stage stage;
    private final String channel;
    private final String item;

    private Step(Stage stage, String channel, String item) {
      this.stage = stage;
      this.channel = channel;
      this.item = item;
    }

    /** The item has left the stage, however that came; without effect if it had already. */
    @Override
    public void close() {
      if (open.remove(this)) {
        inFlight.decrementAndGet(stage.ordinal());
        busy.of(STEPS, stage.label()).leave();
        seconds.labelValues(stage.label()).observe(age().toNanos() / 1e9);
      }
    }

    private Duration age() {
      return Duration.ofNanos(nanos.getAsLong() - began);
    }

    private boolean isStuck() {
      return age().compareTo(stuckAfter) > 0;
    }

    private StuckItem stuck() {
      return new StuckItem(id, stage, channel, item, age(), node);
    }
  }

  /**
   * Stages of a node, all empty.
   *
   * @param node what its items are said to be on
   * @param nanos a clock such as {@link System#nanoTime}
   */
  Stages(
      PrometheusRegistry registry,
      BusyTimes busy,
      String node,
      Duration stuckAfter,
      LongSupplier nanos) {
    this.busy = busy;
    this.node = node;
    this.stuckAfter = stuckAfter;
    this.nanos = nanos;
    seconds =
        Histogram.builder()
            .name("sluice_stage_seconds")
            .help("How long items were in a stage")
            .labelNames("stage")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    for (var stage : Stage.values()) {
      seconds.initLabelValues(stage.label());
    }
    gauge(registry, "sluice_stage_in_flight", "Items that are in a stage now", step -> true);
    gauge(
        registry,
        "sluice_stage_stuck",
        "Items that are in a stage for longer than STUCK_AFTER",
        Step::isStuck);
  }

  private void gauge(PrometheusRegistry registry, String name, String help, Predicate<Step> which) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("stage")
        .callback(
            gauge -> {
              var counts = new long[Stage.values().length];
              open.stream().filter(which).forEach(step -> counts[step.stage.ordinal()]++);
              for (var stage : Stage.values()) {
                gauge.call(counts[stage.ordinal()], stage.label());
              }
            })
        .register(registry);
  }

  /** How many items are in the stage now. */
  public long inFlight(Stage stage) {
    return inFlight.get(stage.ordinal());
  }

  /** The item goes into the stage, and stays until the step is closed. */
  public Step begin(Stage stage, String channel, String item) {
    var step = new Step(stage, channel, item);
    open.add(step);
    inFlight.incrementAndGet(stage.ordinal());
    busy.of(STEPS, stage.label()).enter();
    return step;
  }

  /** Does this work in the stage. */
  public <T, E extends Exception> T in(Stage stage, String channel, String item, Work<T, E> work)
      throws E {
    var step = begin(stage, channel, item);
    try {
      return work.run();
    } finally {
      step.close();
    }
  }

  /** Begins this work in the stage; its end is the stage's. */
  public <T> CompletionStage<T> inAsync(
      Stage stage, String channel, String item, Supplier<? extends CompletionStage<T>> work) {
    var step = begin(stage, channel, item);
    try {
      return work.get().whenComplete((done, failure) -> step.close());
    } catch (RuntimeException | Error e) {
      step.close();
      throw e;
    }
  }

  /** What is in a stage for longer than it may, the oldest first. */
  public List<StuckItem> stuck() {
    return open.stream()
        .filter(Step::isStuck)
        .map(Step::stuck)
        .sorted(Comparator.comparing(StuckItem::age).reversed())
        .toList();
  }
}
