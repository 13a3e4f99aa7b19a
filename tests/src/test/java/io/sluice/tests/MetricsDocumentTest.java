package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sluice.http.ByteBudget;
import io.sluice.image.PixelBudget;
import io.sluice.management.NodeGauges;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/metrics.md says of a node's metrics is what a node has. */
class MetricsDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/metrics.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(sluice_\\w+)` \\| (\\w+) \\|");

  /** In the words of the document. */
  private static String described(MetricSnapshot metric) {
    var name = metric.getMetadata().getName();
    if (metric instanceof CounterSnapshot) {
      return name + "_total: counter";
    }
    return name + (metric instanceof HistogramSnapshot ? ": histogram" : ": gauge");
  }

  private static List<String> documented() throws IOException {
    return ROW.matcher(Files.readString(DOCUMENT))
        .results()
        .map(row -> row.group(1) + ": " + row.group(2))
        .toList();
  }

  @Test
  void every_metric_is_documented_and_every_documented_metric_is_there() throws Exception {
    var registry = new PrometheusRegistry();
    NodeMetrics.in(registry, "here", new MetricsSettings(Duration.ofMinutes(2)));
    try (var database = TestDatabase.open()) {
      var bytes = new ByteBudget(1 << 20);
      NodeGauges.register(registry, database, new PixelBudget(1 << 20), bytes, bytes);
      NodeGauges.registerNodes(registry, () -> Map.of("up", 1L));
      var metrics = registry.scrape(name -> name.startsWith("sluice_"));
      assertThat(metrics.stream().map(MetricsDocumentTest::described))
          .containsExactlyInAnyOrderElementsOf(documented());
    }
  }
}
