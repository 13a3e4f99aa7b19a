package io.sluice.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.blob.BlobStore;
import io.sluice.blob.StorageAwayException;
import io.sluice.ledger.Fence;
import io.sluice.ledger.Fenced;
import io.sluice.ledger.RunsOver;
import io.sluice.ledger.file.SweepRow;
import io.sluice.ledger.file.Sweeps.Found;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.Sql;
import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of which no row tells go, whoever stores, forgets or sweeps at the same time. */
class FileSweepTest {
  private static final Duration LONG_AGO = Duration.ofHours(2);

  @TempDir private Path directory;
  private StoreFixture store;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @BeforeEach
  void make() throws IOException {
    store = new StoreFixture(directory);
  }

  @AfterEach
  void close() {
    goOn.countDown();
    store.close();
  }

  private Found sweep(BlobStore blobs) {
    var sweep = new FileSweep(blobs, store.ledger.database);
    var found = new Found[] {Found.NOTHING};
    for (int place = 0; place < SweepRow.PLACES; place++) {
      sweep.sweep(
          place,
          Instant.now().minus(Duration.ofHours(1)),
          more -> {
            var all = found[0];
            found[0] =
                new Found(
                    all.files() + more.files(),
                    all.removed() + more.removed(),
                    all.bytes() + more.bytes(),
                    0);
            return true;
          });
    }
    return found[0];
  }

  private Found sweep() {
    return sweep(store.blobs);
  }

  private CompletableFuture<Found> sweepThatStops() {
    var sweeping = CompletableFuture.supplyAsync(() -> sweep(store.stopping(stopped, goOn)));
    Waiting.on(stopped);
    return sweeping;
  }

  @Test
  void what_no_row_tells_of_is_removed_and_nothing_else() throws IOException {
    store.store(1, store.file("alpha"));
    store.store(2, store.picture(1));
    store.reads(3, store.file("written, and never committed")).prepare();
    store.reads(4, store.picture(2)).prepare();
    var foreign = Files.writeString(store.root.resolve("files/notes.txt"), "of somebody");
    var told = store.told();
    // What is no image has no picture.
    Files.writeString(store.root.resolve(store.path("text/plain") + ".jpg"), "");
    store.age(LONG_AGO);
    store.reads(5, store.file("about to be stored")).prepare();
    assertThat(store.keys()).hasSize(3 + 1 + 2 + 1 + 1 + 1);

    var found = sweep();

    assertThat(found.files()).isEqualTo(8);
    assertThat(found.removed()).isEqualTo(4);
    assertThat(found.bytes()).isGreaterThan("written, and never committed".length());
    assertThat(told).hasSize(3).allSatisfy(key -> assertThat(store.root.resolve(key)).exists());
    assertThat(foreign).exists();
    assertThat(store.keys()).hasSize(3 + 1 + 1);
    assertThat(store.told()).isEqualTo(told);
    assertThat(sweep().removed()).isZero();
  }

  @Test
  void who_is_about_to_store_what_is_swept_away_fails_and_stores_it_the_next_time()
      throws IOException {
    var storing = store.reads(1, store.picture(1)).prepare();
    store.age(LONG_AGO);
    assertThat(sweep().removed()).isEqualTo(2);
    assertThatThrownBy(storing::commit).hasMessageContaining("was removed while it was stored");
    assertThat(store.told()).isEmpty();
    store.store(1, store.picture(1));
    assertThat(store.keys()).isEqualTo(store.told()).hasSize(2);
  }

  @Test
  void a_picture_that_is_gone_is_found_missing_as_well() throws IOException {
    var storing = store.reads(1, store.picture(1)).prepare();
    var picture = store.keys().stream().filter(key -> key.endsWith(".jpg")).findFirst();
    Files.delete(store.root.resolve(picture.orElseThrow()));
    assertThatThrownBy(storing::commit).hasMessageContaining(picture.get() + " was removed");
  }

  @Test
  void what_is_stored_and_not_committed_yet_is_waited_for_and_stays() throws Exception {
    var storing = store.reads(1, store.file("alpha")).prepare();
    store.age(LONG_AGO);
    var sweeping =
        store.ledger.database.transaction(
            connection -> {
              storing.write(connection);
              var started = CompletableFuture.supplyAsync(this::sweep);
              store.awaitWhoWaitsForALock();
              return started;
            });
    assertThat(sweeping.join().removed()).isZero();
    assertThat(store.keys()).isEqualTo(store.told()).hasSize(1);
  }

  @Test
  void who_stores_what_is_being_swept_away_waits_and_fails() throws Exception {
    var storing = store.reads(1, store.file("alpha")).prepare();
    store.age(LONG_AGO);
    var sweeping = sweepThatStops();
    var committing = CompletableFuture.supplyAsync(storing::commit);
    store.awaitWhoWaitsForALock();
    goOn.countDown();
    assertThat(sweeping.join().removed()).isOne();
    assertThatThrownBy(committing::join).hasMessageContaining("was removed while it was stored");
    assertThat(store.keys()).isEmpty();
    assertThat(store.ledger.count("SELECT count(*) FROM sluice.file")).isZero();
  }

  @Test
  void a_sweep_that_is_frozen_takes_nothing_that_was_stored_meanwhile() throws Exception {
    var storing = store.reads(1, store.file("alpha")).prepare();
    store.age(LONG_AGO);
    var sweeping = sweepThatStops();
    store.endTransactions();
    assertThat(storing.commit()).isEmpty();
    goOn.countDown();
    assertThatThrownBy(sweeping::join).hasCauseInstanceOf(DatabaseException.class);
    assertThat(store.keys()).isEqualTo(store.told()).hasSize(1);
  }

  @Test
  void a_purge_that_is_frozen_takes_nothing_that_was_stored_meanwhile() throws Exception {
    store.store(1, store.picture(1));
    var run = store.ledger.runs.begin("batch-1").fence();
    var kind = store.kind(store.stopping(stopped, goOn));
    var purging =
        CompletableFuture.runAsync(() -> kind.purge(new Fenced(store.ledger.database), run, 1));
    Waiting.on(stopped);
    store.endTransactions();
    store.store(2, store.picture(1));
    goOn.countDown();
    assertThatThrownBy(purging::join).hasCauseInstanceOf(DatabaseException.class);
    assertThat(store.keys()).isEqualTo(store.told()).hasSize(2);
    assertThat(store.ledger.count("SELECT uses FROM sluice.file")).isEqualTo(2);
    store.kind(store.blobs).purge(new Fenced(store.ledger.database), run, 1);
    assertThat(store.keys()).isEqualTo(store.told()).hasSize(2);
    store.kind(store.blobs).purge(new Fenced(store.ledger.database), run, 2);
    assertThat(store.keys()).isEmpty();
    assertThat(store.root.resolve("files")).isEmptyDirectory();
  }

  @Test
  void what_was_withdrawn_by_one_who_died_is_put_back_or_gone_by_its_row() throws IOException {
    store.store(1, store.picture(1));
    store.reads(2, store.file("never committed")).prepare();
    var keys = store.keys();
    keys.forEach(store.blobs::withdraw);
    assertThat(store.keys()).hasSize(3).doesNotContainAnyElementsOf(keys);
    assertThat(sweep().removed()).isOne();
    assertThat(store.keys()).isEqualTo(store.told()).hasSize(2);
    // It was stored again before it could be put back.
    store.blobs.withdraw(store.told().get(0));
    store.store(3, store.picture(1));
    assertThat(store.keys()).hasSize(3);
    sweep();
    assertThat(store.keys()).isEqualTo(store.told()).hasSize(2);
  }

  @Test
  void two_sweeps_at_once_remove_each_file_once() throws Exception {
    for (int i = 0; i < 200; i++) {
      store.reads(i, store.file("never committed " + i)).prepare();
    }
    store.store(1000, store.file("alpha"));
    store.age(LONG_AGO);
    var other = CompletableFuture.supplyAsync(this::sweep);
    assertThat(sweep().removed() + other.join().removed()).isEqualTo(200);
    assertThat(store.keys()).isEqualTo(store.told()).hasSize(1);
  }

  @Test
  void a_directory_that_has_taken_the_place_keeps_its_files() throws IOException {
    store.reads(1, store.file("never committed")).prepare();
    store.age(LONG_AGO);
    store.blobs.id();
    Files.delete(store.root.resolve("images/.id"));
    Files.writeString(store.root.resolve("images/.id"), "another");
    assertThatThrownBy(this::sweep).isInstanceOf(StorageAwayException.class);
    assertThat(store.all()).hasSize(1);
  }

  @Test
  void drafts_go_with_their_runs() throws IOException {
    var runs = store.ledger.runs;
    var ended = runs.begin("chunk-1").fence();
    runs.end(ended);
    runs.begin("chunk-2");
    var going = runs.begin("chunk-2").fence();
    var removed = new Fence("chunk-3", 7);
    var dead = runs.begin("chunk-4").fence();
    store.ledger.database.transaction(
        connection ->
            Sql.update(
                connection,
                "UPDATE sluice.run SET node = gen_random_uuid() WHERE entity = 'chunk-4'"));
    for (var run : List.of(ended, new Fence("chunk-2", 1), going, removed, dead)) {
      store.blobs.draft(run).flush();
    }
    assertThat(store.all()).hasSize(5);
    Files.writeString(store.root.resolve("images/.drafts/check12"), "broken off");
    store.age(LONG_AGO);
    Files.writeString(store.root.resolve("images/.drafts/check34"), "at this moment");
    var over = new RunsOver(store.ledger.database);
    assertThat(store.blobs.sweep(over::among, Instant.now().minusSeconds(60))).isEqualTo(5);
    assertThat(store.keys())
        .containsExactlyInAnyOrder("images/.drafts/check34", "images/.drafts/03/chunk-2-2-3.part");
  }
}
