package io.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.ledger.history.HistorySeries;
import io.sluice.ledger.history.HistorySeries.Unit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many items are in a stage, times how long, is told also while they are in it. */
class BusyTimesTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final AtomicLong nanos = new AtomicLong(-7);
  private final BusyTimes busy = new BusyTimes(registry, nanos::get);

  private void pass(long millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  private long millis(String stage) {
    return new HistoryCounters(registry)
        .get()
        .getOrDefault(new HistorySeries("files", stage, "", Unit.MILLISECONDS), -1L);
  }

  @Test
  void what_is_in_a_stage_counts_as_long_as_it_is_there_and_as_often() {
    var one = new CompletableFuture<String>();
    var other = new CompletableFuture<String>();
    busy.during("files", "store", () -> one);
    pass(100);
    busy.during("files", "store", () -> other);
    pass(1000);
    assertThat(millis("store")).isEqualTo(100 + 2 * 1000);
    one.complete("done");
    pass(10);
    assertThat(millis("store")).isEqualTo(100 + 2 * 1000 + 10);
    other.completeExceptionally(new IllegalStateException("failed"));
    pass(10_000);
    assertThat(millis("store")).isEqualTo(2110);
  }

  @Test
  void many_items_are_in_a_stage_for_years() {
    int items = 10_000;
    for (int i = 0; i < items; i++) {
      busy.during("files", "long", CompletableFuture::new);
    }
    pass(Duration.ofDays(1000).toMillis());
    assertThat(millis("long")).isEqualTo(Duration.ofDays(1000).toMillis() * items);
  }

  @Test
  void what_never_begins_is_not_in_the_stage() {
    assertThatThrownBy(
            () ->
                busy.during(
                    "files",
                    "broken",
                    () -> {
                      throw new IllegalStateException("not begun");
                    }))
        .hasMessage("not begun");
    pass(1000);
    assertThat(millis("broken")).isZero();
  }
}
