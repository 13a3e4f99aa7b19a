package io.sluice.ledger.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.Gone;
import io.sluice.ledger.Runs;
import io.sluice.ledger.node.LoneNode;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchListTest {
  private static final int ITEMS = 10_000;

  private static Database database;
  private static Runs runs;

  private final Batches batches = new Batches(database);
  private final BatchList list = new BatchList(database);
  private final BatchItems items = new BatchItems(database);

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
    runs = new Runs(database, LoneNode.in(database));
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void noBatches() {
    execute("TRUNCATE sluice.batch, sluice.chunk, sluice.item CASCADE");
  }

  private static void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  private BatchRow batch(String key) {
    return batches.create(new NewBatch(Optional.empty(), "files", "{}", Optional.of(key)));
  }

  @Test
  void pages_go_from_the_newest_to_the_oldest_with_what_chunks_at_work_have_done() {
    var made = List.of(batch("a"), batch("b"), batch("c"));
    execute(
        "INSERT INTO sluice.chunk (batch_id, first_item, last_item, state, done, bytes) SELECT id,"
            + " 1, 9, unnest(ARRAY ['begun', 'ended', 'added']), 2, 10 FROM sluice.batch");
    var first = list.page(Long.MAX_VALUE, BatchList.Which.ALL, 2);
    assertThat(first).extracting(BatchRow::id).containsExactly(made.get(2).id(), made.get(1).id());
    assertThat(first.get(0).counts()).isEqualTo(new ItemCounts(4, 0, 0, 0, 20));
    assertThat(list.page(first.get(1).id(), BatchList.Which.ALL, 2))
        .extracting(BatchRow::id)
        .containsExactly(made.get(0).id());
    execute("UPDATE sluice.batch SET state = 'running' WHERE request_key = 'b'");
    assertThat(
            list.page(
                Long.MAX_VALUE,
                new BatchList.Which(
                    Optional.of(BatchPhase.RUNNING), Optional.empty(), Optional.empty()),
                9))
        .extracting(BatchRow::id)
        .containsExactly(made.get(1).id());
  }

  private List<Long> changing(Instant since, Long... others) {
    return list.changing(since, List.of(others)).stream().map(BatchRow::id).toList();
  }

  @Test
  void what_may_have_changed_is_what_has_what_is_at_work_and_what_is_asked_for() {
    var made = List.of(batch("a"), batch("b"), batch("c"), batch("d"));
    execute("UPDATE sluice.batch SET state = 'paused', changed_at = '2020-01-01'");
    execute("UPDATE sluice.batch SET state = 'listing' WHERE request_key = 'b'");
    execute("UPDATE sluice.batch SET changed_at = '2020-01-02' WHERE request_key = 'c'");
    var ids = made.stream().map(BatchRow::id).toList();
    var since = Instant.parse("2020-01-02T00:00:00Z");
    assertThat(changing(since)).containsExactly(ids.get(1), ids.get(2));
    assertThat(changing(since, ids.get(3))).containsExactlyElementsOf(ids.subList(1, 4));
    assertThat(changing(since.plusMillis(1))).containsExactly(ids.get(1));
  }

  @Test
  void it_is_told_whether_items_are_being_worked_on() {
    var made = batch("a");
    var chunk =
        "INSERT INTO sluice.chunk (batch_id, first_item, last_item, state, in_flight)"
            + " SELECT id, 1, 9, 'begun', %s FROM sluice.batch";
    execute(chunk.formatted("'{}'"));
    assertThat(batches.byId(made.id()).orElseThrow().inFlight()).isFalse();
    execute(chunk.formatted("'{3}'"));
    assertThat(batches.byId(made.id()).orElseThrow().inFlight())
        .as("what a process that died had claimed")
        .isFalse();
    var claimed = TestDatabase.count(database.address(), "SELECT max(id) FROM sluice.chunk");
    var run = runs.begin(Chunks.runOf(claimed)).fence();
    assertThat(batches.byId(made.id()).orElseThrow().inFlight()).isTrue();
    runs.end(run);
    assertThat(batches.byId(made.id()).orElseThrow().inFlight()).isFalse();
  }

  @Test
  void a_listing_that_begins_anew_counts_anew_what_it_passed_over_and_missed() {
    var made = batch("a");
    var first = runs.begin("batch-" + made.id()).fence();
    new ItemList(database)
        .add(first, made.id(), List.of(), new ChunkSizes(1000, 1000), "{\"no directory\": 2}", 2);
    var missed = batches.byId(made.id()).orElseThrow();
    assertThat(missed.missed()).isEqualTo(2);
    var second = runs.begin("batch-" + made.id()).fence();
    new ItemList(database).add(second, made.id(), List.of(), new ChunkSizes(1000, 1000), "{}", 0);
    var anew = batches.byId(made.id()).orElseThrow();
    assertThat(anew.missed()).isZero();
    assertThat(anew.passedOver()).isEqualTo("{}");
  }

  @Test
  void counting_nothing_changes_nothing_and_what_is_tried_again_is_told() {
    var made = batch("a");
    execute(
        """
        UPDATE sluice.batch SET state = 'paused', listed = 1;
        INSERT INTO sluice.item (batch_id, number, key, address, state, reason)
        SELECT id, 1, gen_random_uuid(), 'file:///1', 'failed', 'missing' FROM sluice.batch;
        INSERT INTO sluice.chunk (batch_id, first_item, last_item, state, failed)
        SELECT id, 1, 1, 'begun', 1 FROM sluice.batch
        """);
    var before = batches.byId(made.id()).orElseThrow();
    new Chunks(database).add(made.id());
    assertThat(batches.byId(made.id())).contains(before);
    var retry = new ItemRetry(database);
    retry.retry(retry.chunks(made.id()), new ItemRetry.Which(Optional.empty(), Optional.empty()));
    var after = batches.byId(made.id()).orElseThrow();
    assertThat(after.counts().failed()).isZero();
    assertThat(after.changedAt()).isAfter(before.changedAt());
  }

  @Test
  void a_batch_that_is_removed_is_among_what_is_gone() {
    var made = batch("a");
    var began = database.now();
    new BatchRemoval(database, runs).remove(made.id(), "batch-" + made.id(), (ledger, run) -> {});
    var gone = new Gone(database);
    assertThat(gone.since(Gone.What.BATCH, began)).containsExactly(made.id());
    assertThat(gone.since(Gone.What.CHANNEL, began)).doesNotContain(made.id());
    execute("UPDATE sluice.gone SET gone_at = '2020-01-01' WHERE id = " + made.id());
    var next = batch("b");
    new BatchRemoval(database, runs).remove(next.id(), "batch-" + next.id(), (ledger, run) -> {});
    assertThat(gone.since(Gone.What.BATCH, Instant.EPOCH)).contains(next.id());
    assertThat(gone.since(Gone.What.BATCH, Instant.EPOCH))
        .as("a day old")
        .doesNotContain(made.id());
  }

  @Test
  void a_batch_without_a_name_gets_one_that_nobody_has_taken() {
    var first = batch("a");
    for (int ahead : List.of(1, 2, 4)) {
      var name = "files-" + (first.id() + 3 + ahead);
      batches.create(new NewBatch(Optional.of(name), "files", "{}", Optional.empty()));
    }

    var made = List.of(batch("b"), batch("c"));

    assertThat(made)
        .extracting(BatchRow::name)
        .containsExactly("files-" + (first.id() + 6), "files-" + (first.id() + 8));
  }

  @Test
  void a_batch_is_found_by_the_key_of_who_asked_for_it() {
    var made = batch("a");
    assertThat(list.byRequestKey("a")).contains(made);
    assertThat(list.byRequestKey("b")).isEmpty();
  }

  /** The last item and one of each thousand have failed. */
  private BatchRow filled() {
    var made = batch("a");
    execute(
        """
        INSERT INTO sluice.item (batch_id, number, key, address, state, reason)
        SELECT %1$d, number, gen_random_uuid(), 'file:///' || number,
          CASE WHEN number %% 1000 = 0 THEN 'failed' ELSE 'done' END,
          CASE WHEN number %% 2000 = 0 THEN 'missing' WHEN number %% 1000 = 0 THEN 'changed' END
        FROM generate_series(1, %2$d) AS number;
        INSERT INTO sluice.item (batch_id, number, key, address)
        VALUES (%1$d + 1, 1, gen_random_uuid(), 'of another batch');
        UPDATE sluice.batch SET listed = %2$d
        """
            .formatted(made.id(), ITEMS));
    return batches.byId(made.id()).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"FAILED, 3, 10", "FAILED, 10, 10", "DONE, 999, 9990", "DEAD, 5, 0", ", 1000, 10000"})
  void items_of_a_state_come_once_each(ItemState state, int limit, int expected) {
    var batch = filled();
    var numbers = new ArrayList<Long>();
    var next = OptionalLong.of(0);
    while (next.isPresent()) {
      var page = items.page(batch, Optional.ofNullable(state), next.getAsLong(), limit);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      page.items().forEach(item -> numbers.add(item.number()));
      next = page.next();
    }
    assertThat(numbers).hasSize(expected).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void where_nothing_is_found_for_long_a_page_ends_and_tells_where_to_go_on() {
    execute("UPDATE sluice.batch SET listed = 250000 WHERE id = " + filled().id());
    var batch = list.byRequestKey("a").orElseThrow();
    var page = items.page(batch, Optional.of(ItemState.DEAD), 0, 5);
    assertThat(page.items()).isEmpty();
    assertThat(page.next()).hasValue(100_000);
  }

  @Test
  void failures_are_counted_and_listed_by_their_reason() {
    var batch = filled();
    assertThat(items.failures(batch.id()))
        .containsExactly(
            new BatchItems.Failures("changed", 5), new BatchItems.Failures("missing", 5));
    var first = items.failed(batch, "missing", Optional.empty(), 0, 3);
    assertThat(first.items())
        .extracting(BatchItems.ItemRow::number)
        .containsExactly(2000L, 4000L, 6000L);
    var rest = items.failed(batch, "missing", Optional.empty(), first.next().getAsLong(), 3);
    assertThat(rest.items()).extracting(BatchItems.ItemRow::number).containsExactly(8000L, 10000L);
    assertThat(rest.next()).isEmpty();
  }

  @Test
  void a_batch_without_a_name_gets_one_that_nobody_took() {
    long last = batch("a").id();
    for (long number : new long[] {last + 2, last + 3, last + 5}) {
      var taken = Optional.of("files-" + number);
      batches.create(new NewBatch(taken, "files", "{}", Optional.empty()));
    }
    // The number would be one that is taken, and so would the next.
    assertThat(batch("b").name()).isEqualTo("files-" + (last + 4));
    assertThat(batch("c").name()).isEqualTo("files-" + (last + 6));
  }
}
