package io.sluice.ledger.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.Runs;
import io.sluice.ledger.node.LoneNode;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChunkItemsTest {
  private static Database database;

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @Test
  void a_run_that_has_settled_all_is_at_its_end_though_its_process_dies_then() {
    var batch =
        new Batches(database)
            .create(new NewBatch(Optional.empty(), "files", "{}", Optional.empty()));
    var runs = new Runs(database, LoneNode.in(database));
    var listing = runs.begin("batch-" + batch.id()).fence();
    var item = new Listed(UUID.randomUUID(), "file:///one");
    new ItemList(database)
        .add(listing, batch.id(), List.of(item), new ChunkSizes(1000, 1000), "{}", 0);
    long chunk = count("SELECT id FROM sluice.chunk WHERE batch_id = " + batch.id());
    TestDatabase.execute(database.address(), "UPDATE sluice.batch SET state = 'running'");
    var items = new ChunkItems(database, chunk);
    var run = runs.begin(Chunks.runOf(chunk)).fence();
    assertThat(items.claim(run, 0, 10)).hasSize(1);
    assertThat(items.close(run)).as("one is pending").isPresent();
    assertThat(running(chunk)).isOne();
    items.settle(
        run, connection -> List.of(new Settled(1, 1, ItemState.DONE, null, null, null, 1, 0)));

    assertThat(items.close(run)).isEmpty();

    assertThat(running(chunk)).isZero();
    assertThat(runs.begin(Chunks.runOf(chunk)).deaths()).isZero();
  }

  private static long running(long chunk) {
    return count(
        "SELECT count(*) FROM sluice.run WHERE running AND entity = '%s'"
            .formatted(Chunks.runOf(chunk)));
  }

  private static long count(String sql) {
    return TestDatabase.count(database.address(), sql);
  }
}
