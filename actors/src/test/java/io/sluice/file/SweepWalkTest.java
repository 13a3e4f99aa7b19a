package io.sluice.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.channel.LedgerFixture;
import io.sluice.file.SweepWalk.Next;
import io.sluice.ledger.file.SweepRow;
import io.sluice.ledger.file.Sweeps;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node at a time walks through the store, and another goes on where it was left. */
class SweepWalkTest {
  private static final SweepSettings OFF = new SweepSettings(Optional.empty());

  @TempDir private Path directory;
  private StoreFixture store;
  private Sweeps sweeps;

  @BeforeEach
  void make() throws IOException {
    store = new StoreFixture(directory);
    sweeps = new Sweeps(store.ledger.database);
    for (int i = 0; i < 100; i++) {
      store.reads(i, store.file("never committed " + i)).prepare();
    }
    store.store(1000, store.file("alpha"));
    store.age(Duration.ofHours(2));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private SweepWalk walk(SweepSettings settings) {
    return new SweepWalk(
        store.blobs, store.ledger.database, settings, store.ledger.metrics.sweeps());
  }

  /** As when nothing was heard of who had it for a while. */
  private void forgetHolder() {
    TestDatabase.execute(
        store.ledger.database.address(), "UPDATE sluice.sweep SET held_until = '-infinity'");
  }

  private static void toItsEnd(SweepWalk walk) {
    for (int step = 0; walk.step() != Next.WAIT; step++) {
      assertThat(step).isLessThan(SweepRow.PLACES);
    }
  }

  private void assertSwept(SweepRow ended) {
    assertThat(ended.endedAt()).isAfter(ended.startedAt());
    assertThat(ended.problem()).isNull();
    assertThat(ended.place()).isEqualTo(SweepRow.PLACES);
    assertThat(ended.removed()).isEqualTo(100);
    assertThat(store.told()).hasSize(1).allMatch(key -> Files.exists(store.root.resolve(key)));
    assertThat(store.keys()).filteredOn(key -> !key.contains("/.")).isEqualTo(store.told());
  }

  @Test
  void nothing_is_done_until_it_is_due_or_asked_for() {
    var walk = walk(OFF);
    assertThat(walk.step()).isEqualTo(Next.WAIT);
    assertThat(sweeps.now().startedAt()).isNull();
    sweeps.request(SweepSettings.LEAST_AGE);
    assertThat(walk.step()).isEqualTo(Next.AT_ONCE);
    toItsEnd(walk);
    assertSwept(sweeps.now());
    assertThat(walk.step()).isEqualTo(Next.WAIT);
  }

  @Test
  void one_that_is_due_is_not_hurried_and_comes_again_after_its_time() {
    var walk = walk(new SweepSettings(Optional.of(Duration.ofHours(24))));
    assertThat(walk.step()).isEqualTo(Next.WAIT);
    TestDatabase.execute(
        store.ledger.database.address(),
        "UPDATE sluice.sweep SET ended_at = ended_at - interval '25 hours'");
    assertThat(walk.step()).isEqualTo(Next.LATER);
    toItsEnd(walk);
    assertSwept(sweeps.now());
    assertThat(walk.step()).isEqualTo(Next.WAIT);
  }

  @Test
  void another_node_goes_on_where_one_was_left_and_that_one_stops() {
    sweeps.request(SweepSettings.LEAST_AGE);
    var frozen = walk(OFF);
    for (int step = 0; step < 100; step++) {
      assertThat(frozen.step()).isEqualTo(Next.AT_ONCE);
    }
    var other = walk(OFF);
    assertThat(other.step()).as("while the first one has it").isEqualTo(Next.WAIT);
    forgetHolder();
    assertThat(other.step()).isEqualTo(Next.AT_ONCE);
    assertThat(sweeps.now().place()).isEqualTo(101);
    assertThat(frozen.step()).isEqualTo(Next.WAIT);
    assertThat(sweeps.now().place()).isEqualTo(101);
    toItsEnd(other);
    assertThat(store.keys()).filteredOn(key -> !key.contains("/.")).isEqualTo(store.told());
    assertThat(sweeps.now().endedAt()).isNotNull();
  }

  @Test
  void one_that_is_asked_for_otherwise_begins_anew() {
    sweeps.request(Duration.ofHours(3));
    var walk = walk(OFF);
    walk.step();
    sweeps.request(Duration.ofHours(3));
    assertThat(walk.step()).as("the same goes on").isEqualTo(Next.AT_ONCE);
    assertThat(sweeps.now().place()).isEqualTo(2);
    sweeps.request(SweepSettings.LEAST_AGE);
    assertThat(walk.step()).isEqualTo(Next.WAIT);
    toItsEnd(walk);
    assertSwept(sweeps.now());
  }

  @Test
  void files_of_another_database_are_not_touched() throws IOException {
    UUID foreign;
    try (var other = new LedgerFixture()) {
      store.kind(other.database).runBegins(StoreFixture.RUN);
      foreign = new Sweeps(other.database).ledger();
    }
    sweeps.request(SweepSettings.LEAST_AGE);
    var walk = walk(OFF);
    assertThat(walk.step()).isEqualTo(Next.WAIT);
    assertThat(sweeps.now().problem()).contains("files/.ledgers/" + foreign);
    assertThat(sweeps.now().endedAt()).isNotNull();
    assertThat(store.keys()).filteredOn(key -> !key.contains("/.")).hasSize(101);

    Files.delete(store.root.resolve("files/.ledgers/" + foreign));
    sweeps.request(SweepSettings.LEAST_AGE);
    toItsEnd(walk);
    assertSwept(sweeps.now());
  }

  @Test
  void what_is_in_its_way_is_told_and_it_goes_on_when_that_is_gone() throws IOException {
    sweeps.request(SweepSettings.LEAST_AGE);
    var walk = walk(OFF);
    walk.step();
    store.blobs.id();
    var id = store.root.resolve("images/.id");
    Files.move(id, directory.resolve("id"));
    assertThat(walk.step()).isEqualTo(Next.WAIT);
    assertThat(sweeps.now().problem()).contains("images/.id");
    Files.move(directory.resolve("id"), id);
    forgetHolder();
    toItsEnd(walk);
    assertSwept(sweeps.now());
  }
}
