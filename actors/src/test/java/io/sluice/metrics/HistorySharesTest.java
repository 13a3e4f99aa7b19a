package io.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.ledger.history.History;
import io.sluice.ledger.history.HistorySeries;
import io.sluice.ledger.history.HistorySeries.Unit;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.TestDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nodes count is in the history once, through restarts and while the database is away. */
class HistorySharesTest {
  private static final HistorySeries DONE = new HistorySeries("files", "store", "done", Unit.ITEMS);
  private static final HistorySeries FAILED =
      new HistorySeries("files", "store", "failed", Unit.ITEMS);
  private static final HistorySeries BYTES = new HistorySeries("files", "store", "", Unit.BYTES);

  private final DatabaseAddress address = TestDatabase.withSchema();
  private final Database database = TestDatabase.open(address);
  private final History history = new History(database);

  @AfterEach
  void close() {
    database.close();
  }

  /** One life of a node. */
  private final class Life {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final NodeMetrics metrics =
        NodeMetrics.in(registry, "here", new MetricsSettings(Duration.ofMinutes(2)));
    private final UUID node = UUID.randomUUID();
    private final HistoryShares shares =
        new HistoryShares(history, node, new HistoryCounters(registry));

    private Life stored(int items) {
      for (int i = 0; i < items; i++) {
        metrics.items().settled("files", "store", "done", 100);
      }
      return this;
    }

    private void told() {
      shares.store();
    }
  }

  private Map<HistorySeries, Long> sums() {
    var now = database.now();
    return history
        .amounts(now.minusSeconds(3600), now.plusSeconds(60), Duration.ofSeconds(10))
        .stream()
        .collect(
            Collectors.groupingBy(
                History.Amount::series, Collectors.summingLong(History.Amount::amount)));
  }

  private void query(String sql) {
    TestDatabase.execute(address, sql);
  }

  @Test
  void two_nodes_are_summed_and_a_restart_loses_and_doubles_nothing() {
    var one = new Life().stored(3);
    var other = new Life().stored(5);
    one.told();
    other.told();
    one.stored(2).told();
    one.told();
    other.stored(1);
    // The one is stopped, which tells the rest, and comes again with counters that begin at 0.
    one.stored(4).told();
    var again = new Life().stored(2);
    again.told();
    other.told();
    assertThat(sums()).containsOnly(Map.entry(DONE, 17L), Map.entry(BYTES, 1_700L));
  }

  @Test
  void what_cannot_be_stored_is_stored_later() {
    var life = new Life().stored(3);
    query("ALTER TABLE sluice.history RENAME TO hidden");
    assertThatThrownBy(life::told).isInstanceOf(DatabaseException.class);
    life.stored(4);
    assertThatThrownBy(life::told).isInstanceOf(DatabaseException.class);
    query("ALTER TABLE sluice.hidden RENAME TO history");
    life.told();
    assertThat(sums()).containsEntry(DONE, 7L);
  }

  @Test
  void what_was_stored_though_the_answer_was_lost_is_not_stored_again() {
    // Its first share is in there, which it has not heard of.
    var life = new Life().stored(3);
    history.add(life.node, 1, Map.of(DONE, 3L, BYTES, 300L));
    life.told();
    assertThat(sums()).containsEntry(DONE, 3L);
  }

  @Test
  void counters_of_all_kinds_have_a_series() {
    var life = new Life();
    life.metrics.items().settled("files", "store", "failed", 0);
    life.metrics.feeds().settled("one", "stored", 2);
    life.metrics.feeds().settled("other", "stored", 3);
    life.metrics.store().leftOut(7, 1);
    life.metrics.classifications().classified("inprocess", false);
    life.told();
    assertThat(sums())
        .containsOnly(
            Map.entry(FAILED, 1L),
            Map.entry(new HistorySeries("feeds", "", "stored", Unit.ITEMS), 5L),
            Map.entry(new HistorySeries("messages", "", "skipped", Unit.ITEMS), 7L),
            Map.entry(new HistorySeries("photos", "", "known", Unit.ITEMS), 1L),
            Map.entry(new HistorySeries("texts", "classify", "sorted", Unit.ITEMS), 1L));
  }
}
