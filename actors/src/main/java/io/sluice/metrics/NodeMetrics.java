package io.sluice.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node measures of itself. Its parts are told what happens, and the registry they were made
 * with tells it to whoever scrapes it.
 *
 * @param stages what is where in the pipelines
 * @param store what was stored
 * @param items what came of the items of batches
 * @param sweeps what was removed since nobody tells of it
 * @param classifications texts that were classified
 * @param messages to websites that were written
 * @param websites that were visited
 * @param feeds what came of the entries of feeds
 * @param origins what origins permitted
 * @param runs the runs of channels
 * @param dispatchers how busy the threads are
 */
public record NodeMetrics(
    Stages stages,
    StoreMetrics store,
    ItemMetrics items,
    SweepMetrics sweeps,
    ClassificationMetrics classifications,
    MessageMetrics messages,
    WebsiteMetrics websites,
    FeedMetrics feeds,
    OriginMetrics origins,
    RunMetrics runs,
    DispatcherProbes dispatchers) {

  /**
   * Registers all of them, which can be done once for a registry.
   *
   * @param node how this node is called where its items are listed
   */
  public static NodeMetrics in(PrometheusRegistry registry, String node, MetricsSettings settings) {
    var busy = new BusyTimes(registry, System::nanoTime);
    return new NodeMetrics(
        new Stages(registry, busy, node, settings.stuckAfter(), System::nanoTime),
        new StoreMetrics(registry),
        new ItemMetrics(registry, busy),
        new SweepMetrics(registry),
        new ClassificationMetrics(registry, busy),
        new MessageMetrics(registry, busy),
        new WebsiteMetrics(registry),
        new FeedMetrics(registry),
        new OriginMetrics(registry, Clock.systemUTC()),
        new RunMetrics(registry),
        new DispatcherProbes(registry));
  }

  /**
   * What waited in the database when it was last counted here, if ever, as the history calls it.
   */
  public Map<String, Long> tasksWaiting() {
    var waiting = new TreeMap<String, Long>();
    classifications.waiting().ifPresent(texts -> waiting.put("texts", texts));
    messages.waiting().ifPresent(written -> waiting.put("site_messages", written));
    return waiting;
  }

  /** What a channel of this name reports. */
  public ChannelMetrics of(String channel) {
    return new ChannelMetrics(channel, stages, store);
  }
}
