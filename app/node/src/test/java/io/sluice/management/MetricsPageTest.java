package io.sluice.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    var page = MetricsPage.of(registry, "");
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

  /**
   * Prometheus' own parser, in Python; CI has it, and where it is missing this test is passed over.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "prometheus_client.parser|",
        "prometheus_client.openmetrics.parser|application/openmetrics-text;version=1.0.0"
      })
  void prometheus_reads_it(String parserAndAccept, @TempDir Path directory) throws Exception {
    var parser = parserAndAccept.split("\\|", 2);
    assumeThat(python("import " + parser[0], Path.of("/dev/null"))).isZero();
    metrics.origins().permitted("a \"host\"\n\\ of its own");
    JvmMetrics.builder().register(registry);
    var page = directory.resolve("metrics");
    Files.write(page, MetricsPage.of(registry, parser[1]).body());
    var read =
        """
        import sys
        from %s import text_string_to_metric_families as read
        families = {family.name: family for family in read(sys.stdin.read())}
        assert families["sluice_messages"].type == "counter", families.keys()
        assert families["sluice_stage_seconds"].type == "histogram"
        assert families["jvm_memory_used_bytes"].samples
        """;
    assertThat(python(read.formatted(parser[0]), page)).isZero();
  }

  private static int python(String program, Path input) throws Exception {
    try {
      var process =
          new ProcessBuilder("/usr/bin/python3", "-c", program)
              .redirectInput(input.toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor();
    } catch (IOException e) {
      return -1;
    }
  }

  @Test
  void who_asks_for_open_metrics_gets_it() {
    var page =
        MetricsPage.of(registry, "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
    assertThat(page.contentType()).startsWith("application/openmetrics-text");
    assertThat(lines(page)).endsWith("# EOF");
  }

  @Test
  void who_asks_for_what_there_is_not_gets_text() {
    var page =
        MetricsPage.of(
            registry,
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited");
    assertThat(page.contentType()).startsWith("text/plain");
  }
}
