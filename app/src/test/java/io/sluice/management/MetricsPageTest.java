package io.sluice.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private static final String SAMPLE =
      "[a-z_]+(\\{([a-z_]+=\"([^\"\\\\]|\\\\[\"\\\\n])*\",?)+})? -?([0-9.]+(E-?[0-9]+)?|\\+Inf|NaN)";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final NodeMetrics metrics =
      NodeMetrics.in(registry, "here", new MetricsSettings(Duration.ofMinutes(2)));

  private static List<String> lines(MetricsPage page) {
    return new String(page.body(), StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void each_line_is_a_comment_or_a_sample() {
    metrics.origins().permitted("a \"host\"\n\\ of its own");
    var page = MetricsPage.of(registry, Optional.empty());
    assertThat(page.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(lines(page))
        .contains(
            "# TYPE sluice_messages_total counter",
            "sluice_messages_total{outcome=\"inserted\"} 0.0",
            "# TYPE sluice_stage_seconds histogram",
            "sluice_stage_seconds_bucket{stage=\"fetch\",le=\"+Inf\"} 0",
            "sluice_origin_permits_total{origin=\"a \\\"host\\\"\\n\\\\ of its own\"} 1.0")
        .allSatisfy(line -> assertThat(line).matches("# (HELP|TYPE) [a-z_]+ .+|" + SAMPLE));
  }

  @Test
  void who_asks_for_open_metrics_gets_it() {
    var page =
        MetricsPage.of(
            registry, Optional.of("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"));
    assertThat(page.contentType()).startsWith("application/openmetrics-text");
    assertThat(lines(page)).endsWith("# EOF");
  }

  @Test
  void who_asks_for_what_there_is_not_gets_text() {
    var page = MetricsPage.of(registry, Optional.of("application/vnd.google.protobuf"));
    assertThat(page.contentType()).startsWith("text/plain");
  }
}
