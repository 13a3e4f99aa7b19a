package io.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.persistence.Waiting;
import java.util.ArrayDeque;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;

class DispatcherProbesTest {
  private static final String WAITS = "sluice_dispatcher_wait_seconds";
  private static final String LAST = "sluice_dispatcher_last_wait_seconds";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final DispatcherProbes probes = new DispatcherProbes(registry);

  @Test
  void a_blocked_dispatcher_has_one_task_whose_age_is_told() throws Exception {
    var queue = new ArrayDeque<Runnable>();
    probes.add("blocked", queue::add);
    probes.probe();
    probes.probe();
    assertThat(queue).hasSize(1);

    Thread.sleep(20);
    assertThat(Scrape.value(registry, LAST, "blocked")).isBetween(0.02, 100.0);
    assertThat(Scrape.value(registry, WAITS, "blocked")).isZero();

    queue.remove().run();
    double waited = Scrape.value(registry, LAST, "blocked");
    assertThat(Scrape.value(registry, WAITS, "blocked")).isEqualTo(1);
    assertThat(Scrape.value(registry, LAST, "blocked")).isEqualTo(waited);
    probes.probe();
    assertThat(queue).hasSize(1);
  }

  @Test
  void all_dispatchers_of_a_system_are_probed() {
    var config =
        ConfigFactory.parseString("sluice { image-parallelism = 1, db-max-pool-size = 1 }")
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    var kit = ActorTestKit.create("probes", config);
    try {
      probes.start(kit.system());
      var all = List.of("default", "jdbc", "image", "file", "source", "page", "resolver");
      Waiting.until(() -> all.stream().allMatch(it -> Scrape.value(registry, WAITS, it) > 0));
      assertThat(Scrape.labels(registry, LAST)).containsExactlyInAnyOrderElementsOf(all);
    } finally {
      kit.shutdownTestKit();
    }
  }
}
