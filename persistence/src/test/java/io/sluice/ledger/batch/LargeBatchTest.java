package io.sluice.ledger.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.Fence;
import io.sluice.ledger.Runs;
import io.sluice.ledger.node.LoneNode;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is done with an item reads few rows, also while the server does not know yet that its batch
 * has many: it plans by what it counted in small ones.
 */
class LargeBatchTest {
  private static final int CHUNK = 1000;
  private static final int CHUNKS = 8;
  private static final int WINDOW = 50;
  private static Database database;
  private static Runs runs;

  @BeforeAll
  static void openDatabase() {
    // One connection, which tells the server at once what it has read.
    database = TestDatabase.open(TestDatabase.withSchema(), 1);
    runs = new Runs(database, LoneNode.in(database));
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @Test
  void an_item_costs_as_much_in_a_large_batch_that_is_new_as_in_a_small_one() {
    for (int i = 0; i < 20; i++) {
      list(create(), 1);
    }
    execute("ANALYZE sluice.item, sluice.chunk, sluice.batch");
    execute("ALTER TABLE sluice.item SET (autovacuum_enabled = off)");
    long batch = create();
    long before = itemsRead();

    list(batch, CHUNKS);
    long listed = itemsRead();
    assertThat(listed - before).as("items read to list them").isLessThan(5L * CHUNKS * CHUNK);

    var chunk = count("SELECT max(id) FROM sluice.chunk WHERE batch_id = " + batch);
    execute("UPDATE sluice.batch SET state = 'running'");
    int settled = work(new ChunkItems(database, chunk), runs.begin(Chunks.runOf(chunk)).fence());
    assertThat(settled).isEqualTo(CHUNK);
    assertThat(itemsRead() - listed).as("items read to work on them").isLessThan(5L * CHUNK);

    long worked = itemsRead();
    new BatchRemoval(database, runs).remove(batch, "batch-" + batch, (fenced, run) -> {});
    assertThat(count("SELECT count(*) FROM sluice.item WHERE batch_id = " + batch)).isZero();
    assertThat(itemsRead() - worked)
        .as("items read to remove them")
        .isLessThan(5L * CHUNKS * CHUNK);
  }

  private static int work(ChunkItems items, Fence run) {
    int settled = 0;
    long last = 0;
    for (var some = items.claim(run, last, WINDOW);
        !some.isEmpty();
        some = items.claim(run, last, WINDOW)) {
      last = some.get(some.size() - 1).number();
      var done =
          some.stream()
              .map(one -> new Settled(one.number(), 1, ItemState.DONE, null, null, null, 1, 0))
              .toList();
      settled += items.settle(run, connection -> done).size();
    }
    return settled;
  }

  private static long create() {
    return new Batches(database)
        .create(new NewBatch(Optional.empty(), "files", "{}", Optional.empty()))
        .id();
  }

  private static void list(long batch, int chunks) {
    var run = runs.begin("batch-" + batch).fence();
    for (int i = 0; i < chunks; i++) {
      new ItemList(database)
          .add(run, batch, items(chunks == 1 ? 1 : CHUNK), new ChunkSizes(CHUNK, CHUNK), "{}", 0);
    }
  }

  private static List<Listed> items(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Listed(UUID.randomUUID(), "file:///tmp/" + i))
        .toList();
  }

  /** As the server counts it, by index and by going through the table. */
  private static long itemsRead() {
    database.query(
        connection ->
            Sql.list(connection, "SELECT pg_stat_force_next_flush()", row -> Boolean.TRUE));
    return count(
        """
        SELECT coalesce(sum(idx_tup_read), 0)
          + (SELECT seq_tup_read FROM pg_stat_user_tables
             WHERE schemaname = 'sluice' AND relname = 'item')
        FROM pg_stat_user_indexes WHERE schemaname = 'sluice' AND relname = 'item'
        """);
  }

  private static void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  private static long count(String sql) {
    return TestDatabase.count(database.address(), sql);
  }
}
