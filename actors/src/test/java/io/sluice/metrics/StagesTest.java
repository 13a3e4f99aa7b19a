package io.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StagesTest {
  private static final Duration BOUND = Duration.ofMinutes(2);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final AtomicLong nanos = new AtomicLong();
  private final BusyTimes busy = new BusyTimes(registry, nanos::get);
  private final Stages stages = new Stages(registry, busy, "node-1", BOUND, nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private double inFlight(Stage stage) {
    return Scrape.value(registry, "sluice_stage_in_flight", stage.label());
  }

  private double done(Stage stage) {
    return Scrape.value(registry, "sluice_stage_seconds", stage.label());
  }

  @Test
  void what_is_too_long_in_a_stage_is_named_until_it_leaves() {
    var step = stages.begin(Stage.FETCH, "news", "photo 7");
    pass(BOUND);
    assertThat(stages.stuck()).isEmpty();

    pass(Duration.ofSeconds(1));
    assertThat(stages.stuck())
        .containsExactly(
            new StuckItem(1, Stage.FETCH, "news", "photo 7", BOUND.plusSeconds(1), "node-1"));
    assertThat(Scrape.value(registry, "sluice_stage_stuck", "fetch")).isEqualTo(1);

    step.close();
    assertThat(stages.stuck()).isEmpty();
    assertThat(Scrape.value(registry, "sluice_stage_stuck", "fetch")).isZero();
  }

  @Test
  void the_oldest_stuck_item_comes_first() {
    var items = new String[] {"photo 1", "photo 2", "photo 3"};
    for (var item : items) {
      stages.begin(Stage.PROCESS, "news", item);
      pass(BOUND);
    }
    pass(BOUND);
    assertThat(stages.stuck()).extracting(StuckItem::item).containsExactly(items);
  }

  @Test
  void an_item_is_in_flight_until_its_work_has_ended() {
    var work = new CompletableFuture<String>();
    var result = stages.inAsync(Stage.STORE, "news", "batch", () -> work);
    assertThat(inFlight(Stage.STORE)).isEqualTo(1);
    assertThat(inFlight(Stage.FETCH)).isZero();
    assertThat(done(Stage.STORE)).isZero();

    work.complete("done");
    assertThat(result).isCompletedWithValue("done");
    assertThat(inFlight(Stage.STORE)).isZero();
    assertThat(done(Stage.STORE)).isEqualTo(1);
  }

  @Test
  void work_that_fails_has_ended_too_however_it_fails() {
    var failing = new CompletableFuture<String>();
    var cancelled = new CompletableFuture<String>();
    stages.inAsync(Stage.SOURCE, "news", "page", () -> failing);
    stages.inAsync(Stage.SOURCE, "news", "page", () -> cancelled);
    failing.completeExceptionally(new IOException("broken"));
    cancelled.cancel(true);
    assertThatThrownBy(
            () ->
                stages.inAsync(
                    Stage.SOURCE,
                    "news",
                    "page",
                    () -> {
                      throw new IllegalStateException("not even begun");
                    }))
        .hasMessage("not even begun");
    assertThatThrownBy(
            () ->
                stages.in(
                    Stage.SOURCE,
                    "news",
                    "export",
                    () -> {
                      throw new IOException("no export");
                    }))
        .hasMessage("no export");
    assertThat(inFlight(Stage.SOURCE)).isZero();
    assertThat(done(Stage.SOURCE)).isEqualTo(4);
  }

  @Test
  void a_step_that_is_closed_twice_counts_once() {
    var step = stages.begin(Stage.FETCH, "news", "photo 7");
    step.close();
    step.close();
    assertThat(done(Stage.FETCH)).isEqualTo(1);
  }
}
