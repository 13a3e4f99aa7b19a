package io.sluice.metrics;

import static io.sluice.metrics.OriginMetrics.MOST_LABELS;
import static io.sluice.metrics.OriginMetrics.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OriginMetricsTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final OriginMetrics origins =
      new OriginMetrics(registry, Clock.fixed(NOW, ZoneOffset.UTC));

  private double closed(String origin) {
    return Scrape.value(registry, "sluice_origin_closed_seconds", origin);
  }

  @Test
  void only_the_first_hundred_origins_have_a_label_of_their_own() {
    IntStream.range(0, 3 * MOST_LABELS)
        .parallel()
        .forEach(
            number -> {
              origins.permitted("host" + number);
              origins.flooded("host" + number);
              origins.closed("host" + number, NOW.plusSeconds(1).toEpochMilli());
            });
    assertThat(Scrape.labels(registry, "sluice_origin_permits"))
        .hasSize(MOST_LABELS + 1)
        .contains(OTHER);
    assertThat(Scrape.value(registry, "sluice_origin_permits", OTHER)).isEqualTo(2 * MOST_LABELS);
    assertThat(Scrape.value(registry, "sluice_origin_floods", OTHER)).isEqualTo(2 * MOST_LABELS);
    assertThat(Scrape.labels(registry, "sluice_origin_closed_seconds"))
        .hasSize(MOST_LABELS + 1)
        .contains(OTHER);
  }

  @Test
  void an_origin_is_closed_for_the_time_that_is_left_or_until_it_gives_leave() {
    origins.closed("t.me (pages)", NOW.plus(Duration.ofSeconds(90)).toEpochMilli());
    origins.closed("passed", NOW.minusSeconds(1).toEpochMilli());
    assertThat(closed("t.me (pages)")).isEqualTo(90);
    assertThat(closed("passed")).isZero();
    origins.permitted("t.me (pages)");
    assertThat(closed("t.me (pages)")).isZero();
  }
}
