package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.ItemRetry;
import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiNode.class)
class BatchRetryTest {
  private static final int CHUNKS = 45;
  private static final ItemRetry.Which ALL =
      new ItemRetry.Which(Optional.empty(), Optional.empty());

  /** Each chunk has one item, and that has failed. */
  private static long failed() {
    var name = "failed " + System.nanoTime();
    TestDatabase.execute(
        ApiNode.database(),
        """
        INSERT INTO sluice.batch (name, kind, source, state, listed, failed)
        VALUES ('%1$s', 'files', '{"roots": [], "followLinks": false}', 'cancelled', %2$d, %2$d);
        INSERT INTO sluice.item (batch_id, number, key, address, state, reason)
        SELECT id, number, gen_random_uuid(), 'file:///', 'failed', 'missing'
        FROM sluice.batch, generate_series(1, %2$d) AS number WHERE name = '%1$s';
        INSERT INTO sluice.chunk (batch_id, first_item, last_item, state, failed)
        SELECT id, number, number, 'added', 1
        FROM sluice.batch, generate_series(1, %2$d) AS number WHERE name = '%1$s' ORDER BY number
        """
            .formatted(name, CHUNKS));
    return Asking.count("SELECT id FROM sluice.batch WHERE name = '" + name + "'");
  }

  private static long pending(long batch) {
    return Asking.count(
        "SELECT count(*) FROM sluice.item WHERE state = 'pending' AND batch_id = " + batch);
  }

  @Test
  void what_takes_long_is_answered_before_its_end_and_goes_on() throws SQLException {
    long batch = failed();
    var told = new AtomicInteger();
    var address = ApiNode.database();
    try (var database = TestDatabase.open(address);
        var other =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password())) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .executeQuery(
              "SELECT id FROM sluice.chunk WHERE first_item = 30 AND batch_id = %d FOR UPDATE"
                  .formatted(batch));
      var retry =
          new BatchRetry(
              new ItemRetry(database),
              row -> CompletableFuture.completedFuture(told.incrementAndGet()),
              new Blocking(ForkJoinPool.commonPool()),
              Duration.ofSeconds(2));

      var retried = retry.of(new Batches(database).byId(batch).orElseThrow(), ALL);
      var answer = retried.toCompletableFuture().join();

      assertThat(answer).isEqualTo(new BatchRetry.Retried(20, true));
      assertThat(told).as("times it was told to look").hasValue(1);
      assertThat(pending(batch)).as("pending, one by one").isEqualTo(29);
      other.rollback();
      Asking.await(() -> pending(batch) == CHUNKS);
      Asking.await(() -> told.get() == 3);
    }
  }
}
