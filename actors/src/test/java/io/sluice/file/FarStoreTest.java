package io.sluice.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ledger.Fenced;
import io.sluice.ledger.file.SweepRow;
import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store in which each look costs a request is not looked into while a transaction is open, unless
 * somebody has taken something out of it; and no row comes to be without its blob.
 */
class FarStoreTest {
  private static final Duration LONG_AGO = Duration.ofHours(2);

  @TempDir private Path directory;
  private StoreFixture store;
  private final AtomicInteger looks = new AtomicInteger();

  @BeforeEach
  void make() throws IOException {
    store = new StoreFixture(directory);
    store.moveAway(looks);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void sweep() {
    var sweep = new FileSweep(store.blobs, store.ledger.database);
    for (int place = 0; place < SweepRow.PLACES; place++) {
      sweep.sweep(place, Instant.now().minus(Duration.ofHours(1)), found -> true);
    }
  }

  private void purge(long batch) {
    var run = store.ledger.runs.begin("batch-" + batch).fence();
    store.kind(store.blobs).purge(new Fenced(store.ledger.database), run, batch);
  }

  @Test
  void what_was_just_put_is_not_looked_for() throws IOException {
    store.store(1, store.picture(1));
    assertThat(looks).hasValue(0);
    // Only whether it can be thrown away, before the transaction.
    store.store(2, store.picture(1));
    assertThat(looks).hasValue(1);
    assertThat(store.keys()).isEqualTo(store.told()).hasSize(2);
  }

  @Test
  void who_is_about_to_store_what_is_swept_away_fails() throws IOException {
    var storing = store.reads(1, store.file("alpha")).prepare();
    store.age(LONG_AGO);
    sweep();
    assertThatThrownBy(storing::commit).hasMessageContaining("was removed while it was stored");
    assertThat(store.told()).isEmpty();
    store.store(1, store.file("alpha"));
    assertThat(store.keys()).isEqualTo(store.told()).hasSize(1);
  }

  @Test
  void who_has_thrown_away_what_is_purged_then_fails() throws IOException {
    store.store(1, store.file("alpha"));
    var storing = store.reads(2, store.file("alpha")).prepare();
    purge(1);
    assertThatThrownBy(storing::commit).hasMessageContaining("was removed while it was stored");
    assertThat(store.keys()).isEqualTo(store.told()).isEmpty();
  }

  @Test
  void who_has_put_what_another_stores_and_is_purged_then_fails() throws IOException {
    var storing = store.reads(2, store.file("alpha")).prepare();
    store.store(1, store.file("alpha"));
    purge(1);
    assertThatThrownBy(storing::commit).hasMessageContaining("was removed while it was stored");
    assertThat(store.keys()).isEqualTo(store.told()).isEmpty();
  }

  @Test
  void who_waits_for_a_purge_that_has_begun_before_fails() throws Exception {
    store.store(1, store.file("alpha"));
    var stopped = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var run = store.ledger.runs.begin("batch-1").fence();
    var kind = store.kind(store.stopping(stopped, goOn));
    var purging =
        CompletableFuture.runAsync(() -> kind.purge(new Fenced(store.ledger.database), run, 1));
    Waiting.on(stopped);
    var storing = store.reads(2, store.file("alpha")).prepare();
    var committing = CompletableFuture.supplyAsync(storing::commit);
    store.awaitWhoWaitsForALock();
    goOn.countDown();
    purging.join();
    assertThatThrownBy(committing::join).hasMessageContaining("was removed while it was stored");
    assertThat(store.keys()).isEqualTo(store.told()).isEmpty();
  }
}
