package io.sluice.ledger.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes have done is told once, whatever becomes of the rows that it stands in. */
class HistoryTest {
  private static final HistorySeries DONE =
      new HistorySeries("files", "store", "done", HistorySeries.Unit.ITEMS);
  private static final HistorySeries BYTES =
      new HistorySeries("files", "store", "", HistorySeries.Unit.BYTES);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration KEPT = Duration.ofDays(3650);

  private final DatabaseAddress address = TestDatabase.withSchema();
  private final UUID one = UUID.randomUUID();
  private final UUID other = UUID.randomUUID();
  private Database database;
  private History history;

  @BeforeEach
  void open() {
    database = TestDatabase.open(address);
    history = new History(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Map<HistorySeries, Long> sums() {
    var now = database.now();
    return history
        .amounts(now.minus(MONTH.multipliedBy(3)), now.plusSeconds(60), Duration.ofDays(1))
        .stream()
        .collect(
            Collectors.groupingBy(
                History.Amount::series, Collectors.summingLong(History.Amount::amount)));
  }

  @Test
  void what_a_newer_node_counts_is_left_to_those_that_know_it() {
    history.add(one, 1, Map.of(DONE, 5L));
    TestDatabase.execute(
        address,
        """
        INSERT INTO sluice.history (seconds, at, kind, stage, outcome, unit, node, amount)
        SELECT seconds, at, kind, stage, outcome, 'joules', node, amount FROM sluice.history
        """);
    assertThat(sums()).isEqualTo(Map.of(DONE, 5L));
  }

  private void age(String interval) {
    TestDatabase.execute(
        address, "UPDATE sluice.history SET at = at - interval '%s'".formatted(interval));
  }

  private long rows(int seconds) {
    return Long.parseLong(
        TestDatabase.query(
                address, "SELECT count(*) FROM sluice.history WHERE seconds = " + seconds)
            .get(0)
            .get(0));
  }

  /** Work of a node, a share each ten seconds, the last of it just now. */
  private void shares(UUID node, int count) {
    TestDatabase.execute(
        address,
        """
        INSERT INTO sluice.history (seconds, at, kind, stage, outcome, unit, node, amount)
        SELECT 10, to_timestamp(floor(extract(epoch FROM now()) / 10) * 10 - 10 * n),
          'files', 'store', 'done', 'items', '%s', n
        FROM generate_series(0, %d) AS n
        """
            .formatted(node, count - 1));
  }

  @Test
  void what_two_nodes_have_done_is_summed() {
    history.add(one, 1, Map.of(DONE, 3L, BYTES, 3_000L));
    history.add(other, 1, Map.of(DONE, 4L));
    history.add(one, 2, Map.of(DONE, 5L));
    assertThat(sums()).containsOnly(Map.entry(DONE, 12L), Map.entry(BYTES, 3_000L));
  }

  @Test
  void a_share_that_is_sent_again_is_not_added_again() {
    history.add(one, 1, Map.of(DONE, 3L));
    history.add(one, 1, Map.of(DONE, 3L));
    history.add(one, 2, Map.of(DONE, 4L));
    history.add(one, 1, Map.of(DONE, 3L));
    assertThat(sums()).containsOnly(Map.entry(DONE, 7L));
  }

  @Test
  void it_is_not_added_again_when_it_has_become_part_of_a_minute() {
    history.add(one, 1, Map.of(DONE, 3L));
    age("3 hours");
    history.rollUp(KEPT);
    history.add(one, 1, Map.of(DONE, 3L));
    assertThat(sums()).containsOnly(Map.entry(DONE, 3L));
  }

  @Test
  void sums_stay_when_shares_become_minutes_and_these_hours() {
    int shares = (int) Duration.ofHours(5).dividedBy(History.SHARE);
    shares(one, shares);
    shares(other, shares);
    long all = 2L * shares * (shares - 1) / 2;
    assertThat(sums()).containsOnly(Map.entry(DONE, all));

    assertThat(history.rollUp(KEPT)).isTrue();
    assertThat(sums()).containsOnly(Map.entry(DONE, all));
    assertThat(rows(10)).isBetween(2 * 720L, 2 * 727L);
    assertThat(rows(60)).isBetween(179L, 181L);

    age("49 hours");
    assertThat(history.rollUp(KEPT)).isTrue();
    assertThat(rows(10)).isZero();
    assertThat(sums()).containsOnly(Map.entry(DONE, all));
    assertThat(rows(60)).isZero();
    assertThat(rows(3600)).isBetween(5L, 6L);
  }

  @Test
  void a_share_that_comes_when_its_minute_is_made_is_added_to_that() {
    shares(one, 6);
    age("3 hours");
    history.rollUp(KEPT);
    shares(other, 6);
    age("3 hours");
    TestDatabase.execute(
        address, "UPDATE sluice.history SET at = at + interval '3 hours' WHERE seconds = 60");
    history.rollUp(KEPT);
    assertThat(sums()).containsOnly(Map.entry(DONE, 30L));
  }

  @Test
  void what_is_older_than_it_is_kept_is_removed() {
    history.add(one, 1, Map.of(DONE, 3L));
    age("29 days");
    history.rollUp(MONTH);
    history.add(one, 2, Map.of(DONE, 4L));
    assertThat(sums()).containsOnly(Map.entry(DONE, 7L));
    age("2 days");
    TestDatabase.execute(address, "UPDATE sluice.history_share SET at = at - interval '31 days'");
    history.rollUp(MONTH);
    assertThat(sums()).containsOnly(Map.entry(DONE, 4L));
    assertThat(TestDatabase.query(address, "SELECT * FROM sluice.history_share")).isEmpty();
  }

  @Test
  void a_month_of_work_without_a_pause_is_bounded() {
    TestDatabase.execute(
        address,
        """
        INSERT INTO sluice.history (seconds, at, kind, stage, outcome, unit, node, amount)
        SELECT 10, to_timestamp(floor(extract(epoch FROM now()) / 10) * 10 - 10 * n),
          'files', 'store', 'done', 'items', '%s', 1
        FROM generate_series(0, 32 * 8640) AS n
        """
            .formatted(one));
    history.rollUp(MONTH);
    assertThat(rows(10)).isLessThan(730);
    assertThat(rows(60)).isLessThan(2_890);
    assertThat(rows(3600)).isLessThan(30 * 24);
    assertThat(sums().get(DONE)).isBetween(30 * 8640L - 361, 30 * 8640L);
  }

  @Test
  void one_node_at_a_time_rolls_up() throws Exception {
    shares(one, 6);
    age("3 hours");
    var held = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var threads = Executors.newSingleThreadExecutor();
    var holder =
        threads.submit(
            () ->
                database.transaction(
                    connection -> {
                      try (var lock =
                          connection.prepareStatement(
                              "SELECT pg_advisory_xact_lock(hashtext('sluice.history'))")) {
                        lock.execute();
                      }
                      held.countDown();
                      return awaitQuietly(release);
                    }));
    assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(history.rollUp(KEPT)).isFalse();
    assertThat(rows(60)).isZero();
    release.countDown();
    holder.get(30, TimeUnit.SECONDS);
    assertThat(history.rollUp(KEPT)).isTrue();
    assertThat(rows(60)).isPositive();
    threads.shutdown();
  }

  private static boolean awaitQuietly(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void steps_begin_at_whole_multiples_and_have_what_begins_in_them() {
    shares(one, 30);
    var now = Instant.ofEpochSecond(database.now().getEpochSecond() / 60 * 60 + 60);
    var steps = history.amounts(now.minusSeconds(600), now, Duration.ofMinutes(1));
    assertThat(steps)
        .allSatisfy(step -> assertThat(step.at().getEpochSecond() % 60).isZero())
        .extracting(History.Amount::series)
        .containsOnly(DONE);
    assertThat(steps.stream().mapToLong(History.Amount::amount).sum()).isEqualTo(30 * 29 / 2);
    assertThat(
            history.amounts(now.minusSeconds(1200), now.minusSeconds(600), Duration.ofMinutes(1)))
        .isEqualTo(List.of());
  }
}
