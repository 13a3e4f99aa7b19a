package io.sluice.management;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.http.ByteBudget;
import io.sluice.image.PixelBudget;
import io.sluice.persistence.Database;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What is looked up when a node is scraped: its database pool, its memory and its Java virtual
 * machine. Nothing here asks the database or waits.
 */
public final class NodeGauges {
  private static final String PIXELS = "pixels";
  private static final String BODIES = "bodies";
  private static final String MESSAGES = "messages";

  private NodeGauges() {}

  /** Can be done once for a registry. */
  public static void register(
      PrometheusRegistry registry,
      Database database,
      PixelBudget pixels,
      ByteBudget bodies,
      ByteBudget messages) {
    connections(registry, "active", "Connections in use", database::connectionsInUse);
    connections(registry, "idle", "Connections open and free", database::idleConnections);
    connections(
        registry, "waiting", "Threads that wait for a connection", database::waitingForConnections);
    connections(registry, "max", "Connections at most", database::maxConnections);
    GaugeWithCallback.builder()
        .name("sluice_budget_used_bytes")
        .help("Memory that is given out")
        .labelNames("budget")
        .callback(
            gauge -> {
              gauge.call(pixels.bytesInUse(), PIXELS);
              gauge.call(bodies.bytesInUse(), BODIES);
              gauge.call(messages.bytesInUse(), MESSAGES);
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("sluice_budget_limit_bytes")
        .help("Memory that may be given out")
        .labelNames("budget")
        .callback(
            gauge -> {
              gauge.call(pixels.totalBytes(), PIXELS);
              gauge.call(bodies.totalBytes(), BODIES);
              gauge.call(messages.totalBytes(), MESSAGES);
            })
        .register(registry);
    JvmMetrics.builder().register(registry);
  }

  /**
   * The nodes of the cluster as this one sees them. Can be done once for a registry.
   *
   * @param byState looks at memory alone
   */
  public static void registerNodes(
      PrometheusRegistry registry, Supplier<Map<String, Long>> byState) {
    GaugeWithCallback.builder()
        .name("sluice_nodes")
        .help("Nodes of the cluster, as this one sees them")
        .labelNames("state")
        .callback(gauge -> byState.get().forEach((state, count) -> gauge.call(count, state)))
        .register(registry);
  }

  private static void connections(
      PrometheusRegistry registry, String state, String help, IntSupplier count) {
    GaugeWithCallback.builder()
        .name("sluice_database_connections_" + state)
        .help(help + ", of the pool for work")
        .callback(gauge -> gauge.call(count.getAsInt()))
        .register(registry);
  }
}
