package io.sluice.metrics;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.dispatch.ExecutionContexts;

/**
 * Gives each dispatcher an empty task every second, and measures how long that waits for a thread.
 * There is never more than one such task in a dispatcher. Thread-safe.
 */
public final class DispatcherProbes {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final List<String> OURS =
      List.of("jdbc", "image", "file", "source", "page", "resolver");

  private final Histogram waits;
  private final List<Probe> probes = new CopyOnWriteArrayList<>();

  /** One dispatcher and the task it has, if any. */
  private static final class Probe {
    private static final long NONE = Long.MIN_VALUE;

    private final String name;
    private final Executor dispatcher;
    private final DistributionDataPoint waits;
    private final AtomicLong since = new AtomicLong(NONE);
    private volatile long last;

    private Probe(String name, Executor dispatcher, DistributionDataPoint waits) {
      this.name = name;
      this.dispatcher = dispatcher;
      this.waits = waits;
    }

    private void send() {
      if (since.compareAndSet(NONE, System.nanoTime())) {
        dispatcher.execute(this::arrived);
      }
    }

    private void arrived() {
      last = System.nanoTime() - since.get();
      waits.observe(last / 1e9);
      since.set(NONE);
    }

    private double seconds() {
      long sent = since.get();
      return (sent == NONE ? last : System.nanoTime() - sent) / 1e9;
    }
  }

  DispatcherProbes(PrometheusRegistry registry) {
    waits =
        Histogram.builder()
            .name("sluice_dispatcher_wait_seconds")
            .help("How long an empty task waited for a thread, once a second")
            .labelNames("dispatcher")
            .classicOnly()
            .classicUpperBounds(0.001, 0.005, 0.02, 0.1, 0.5, 1, 5, 30, 120)
            .register(registry);
    GaugeWithCallback.builder()
        .name("sluice_dispatcher_last_wait_seconds")
        .help("How long the last empty task waited for a thread, or waits yet")
        .labelNames("dispatcher")
        .callback(gauge -> probes.forEach(probe -> gauge.call(probe.seconds(), probe.name)))
        .register(registry);
  }

  /** Probes the dispatchers of this system until it ends. */
  public void start(ActorSystem<?> system) {
    add("default", system.dispatchers().lookup(DispatcherSelector.defaultDispatcher()));
    for (var name : OURS) {
      var selector = DispatcherSelector.fromConfig("sluice." + name + "-dispatcher");
      add(name, system.dispatchers().lookup(selector));
    }
    // On the timer's own thread: one of a dispatcher would not come when that is blocked.
    system
        .scheduler()
        .scheduleAtFixedRate(
            EVERY, EVERY, this::probe, ExecutionContexts.fromExecutor(Runnable::run));
  }

  /**
   * For how many seconds the last task of a dispatcher waited, or the present one waits already; 0
   * if there is none of that name.
   */
  public double lastWait(String dispatcher) {
    return probes.stream()
        .filter(probe -> probe.name.equals(dispatcher))
        .mapToDouble(Probe::seconds)
        .max()
        .orElse(0);
  }

  void add(String name, Executor dispatcher) {
    probes.add(new Probe(name, dispatcher, waits.labelValues(name)));
  }

  void probe() {
    probes.forEach(Probe::send);
  }
}
