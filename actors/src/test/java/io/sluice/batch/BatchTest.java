package io.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.Chunks;
import io.sluice.ledger.batch.ItemRetry;
import io.sluice.ledger.batch.ItemState;
import io.sluice.metrics.Scrape;
import io.sluice.persistence.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
  private BatchFixture node = new BatchFixture();

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void every_item_passes_each_stage_once() {
    var batch = node.submit("fine, 130");
    var end = node.await(batch, BatchPhase.COMPLETED);
    assertThat(end.listed()).isEqualTo(130);
    assertThat(end.counts().done()).isEqualTo(130);
    assertThat(end.passedOver()).isEqualTo("{\"first\": 1}");
    assertThat(node.ledger.count("SELECT count(*) FROM trial WHERE stage = 0")).isEqualTo(130);
    // Those that were listed in half a second may be fewer than a whole chunk.
    assertThat(node.ledger.count("SELECT count(*) FROM sluice.chunk")).isGreaterThanOrEqualTo(7);
    node.awaitQuiet();
    node.assertSettled(batch);
  }

  @Test
  void one_that_fails_is_told_with_stage_and_reason_and_holds_up_none() {
    var batch = node.submit("fine, 30, bad, 3");
    assertThat(node.await(batch, BatchPhase.COMPLETED).counts().failed()).isEqualTo(3);
    assertThat(
            node.ledger.query(
                "SELECT DISTINCT stage, reason, detail FROM sluice.item WHERE state = 'failed'"))
        .containsExactly(List.of("0", "bad", "trial 0: as it was told"));
    node.assertSettled(batch);
  }

  @Test
  void one_whose_time_has_not_come_comes_again_and_holds_nothing_meanwhile() {
    var batch = node.submit("later, 5, fine, 10");
    node.await(batch, BatchPhase.COMPLETED);
    assertThat(node.kind.times.get("later-0/0")).isEqualTo(2);
    assertThat(node.kind.times.get("fine-0/0")).isEqualTo(1);
    node.assertSettled(batch);
  }

  @Test
  void how_often_one_was_put_off_stands_in_the_ledger_until_it_is_tried_again() {
    var batch = node.submit("tired, 3, fine, 10");
    node.await(batch, BatchPhase.COMPLETED);
    assertThat(node.kind.times.get("tired-0/0")).isEqualTo(4);
    var delays = "SELECT state, delays, attempts FROM sluice.item GROUP BY 1, 2, 3 ORDER BY 1";
    assertThat(node.ledger.query(delays))
        .containsExactly(List.of("done", "0", "0"), List.of("failed", "3", "0"));
    node.awaitQuiet();
    var tired = new ItemRetry.Which(Optional.of(ItemState.FAILED), Optional.of("tired"));
    var retry = new ItemRetry(node.ledger.database);
    retry.retry(retry.chunks(batch.id()), tired);
    assertThat(node.ledger.query(delays))
        .containsExactly(List.of("done", "0", "0"), List.of("pending", "0", "0"));
  }

  @Test
  void what_comes_of_items_is_measured_by_kind_and_stage() {
    var batch = node.submit("fine, 10, bad, 2, later, 3");
    node.await(batch, BatchPhase.COMPLETED);
    node.awaitQuiet();
    assertThat(items("trial 0", "passed")).isEqualTo(13);
    assertThat(items("trial 0", "failed")).isEqualTo(2);
    assertThat(items("trial 0", "later")).isEqualTo(3);
    assertThat(items("trial 1", "done")).isEqualTo(13);
    assertThat(value("sluice_item_bytes", TrialKind.NAME, "trial 1"))
        .isEqualTo(node.row(batch).counts().bytes());
    assertThat(value("sluice_item_stage_seconds", TrialKind.NAME, "trial 0")).isEqualTo(18);
  }

  /** Labels come in the order of their names. */
  private double items(String stage, String outcome) {
    return value("sluice_items", TrialKind.NAME, outcome, stage);
  }

  private double value(String name, String... labels) {
    return Scrape.value(node.ledger.registry, name, labels);
  }

  @Test
  void work_begins_while_items_are_listed() {
    node.kind.list = new CompletableFuture<>();
    var batch = node.submit("fine, 1, more, 1, other, 30");
    node.await(batch, row -> row.counts().done() == 1 && row.phase() == BatchPhase.LISTING);
    node.kind.list.complete(null);
    assertThat(node.await(batch, BatchPhase.COMPLETED).counts().done()).isEqualTo(32);
    node.assertSettled(batch);
  }

  /** Such as a slow look at the moment when nothing was listed. */
  @Test
  void that_nothing_was_left_before_the_last_change_is_no_end() {
    var batch = node.submit("held, 30");
    node.await(batch, BatchPhase.RUNNING);
    var nothing = new Chunks.Left(List.of(), false, OptionalLong.empty());
    for (int version = 0; version < 2; version++) {
      node.ref(batch).tell(new Batch.Looked(Optional.of(nothing), version, Optional.empty()));
    }
    assertThat(node.ask(batch, Batch.Resume::new).phase()).isEqualTo(BatchPhase.RUNNING);
    node.kind.release.complete(null);
    assertThat(node.await(batch, BatchPhase.COMPLETED).counts().done()).isEqualTo(30);
    node.assertSettled(batch);
  }

  @Test
  void one_that_was_paused_goes_on_where_it_was() {
    var batch = node.submit("fine, 30, held, 30");
    node.await(batch, row -> row.counts().done() >= 10);
    node.ask(batch, Batch.Pause::new);
    node.kind.release.complete(null);
    node.awaitQuiet();
    long done = node.items(batch, "done");
    assertThat(node.row(batch).phase()).isEqualTo(BatchPhase.PAUSED);
    assertThat(node.row(batch).counts().done()).isEqualTo(done).isLessThan(60);
    assertThat(node.ledger.count("SELECT count(*) FROM sluice.chunk WHERE in_flight <> '{}'"))
        .isZero();
    node.ask(batch, Batch.Resume::new);
    node.await(batch, BatchPhase.COMPLETED);
    node.assertSettled(batch);
  }

  /** What is made of its items afterwards waits. */
  @Test
  void one_that_is_complete_is_held_and_completed_again() {
    var batch = node.submit("fine, 3");
    node.await(batch, BatchPhase.COMPLETED);
    assertThat(node.ask(batch, Batch.Pause::new).phase()).isEqualTo(BatchPhase.PAUSED);
    assertThat(node.row(batch).phase()).isEqualTo(BatchPhase.PAUSED);
    node.ask(batch, Batch.Resume::new);
    assertThat(node.await(batch, BatchPhase.COMPLETED).counts().done()).isEqualTo(3);
    node.assertSettled(batch);
  }

  @Test
  void one_that_is_paused_and_resumed_again_and_again_forgets_no_chunk() {
    var batch = node.submit("fine, 600");
    node.await(batch, row -> row.counts().done() > 0);
    for (int i = 0; i < 40; i++) {
      node.ask(batch, Batch.Pause::new);
      node.ask(batch, Batch.Resume::new);
    }
    assertThat(node.await(batch, BatchPhase.COMPLETED).counts().done()).isEqualTo(600);
    node.assertSettled(batch);
  }

  @Test
  void chunks_that_leave_their_node_are_handed_out_again() {
    node.close();
    node = new BatchFixture(Duration.ofMinutes(1), Duration.ofMillis(500));
    var batch = node.submit("fine, 10, held, 60");
    // Which of them have a place is not known: those that are held may be before the others.
    node.await(batch, BatchRow::inFlight);
    node.ledger.query("SELECT id FROM sluice.chunk").forEach(chunk -> node.leave(chunk.get(0)));
    node.kind.release.complete(null);
    assertThat(node.await(batch, BatchPhase.COMPLETED).counts().done()).isEqualTo(70);
    node.assertSettled(batch);
  }

  @Test
  void an_item_that_came_further_than_there_are_stages_ends_in_the_last() {
    var batch = node.submit("fine, 5, held, 30");
    node.await(batch, row -> row.counts().done() >= 5);
    node.ask(batch, Batch.Pause::new);
    node.kind.release.complete(null);
    node.awaitQuiet();
    node.ledger.query("UPDATE sluice.item SET stage = 7 WHERE state = 'pending' RETURNING number");
    node.ask(batch, Batch.Resume::new);
    assertThat(node.await(batch, BatchPhase.COMPLETED).counts().done()).isEqualTo(35);
    node.assertSettled(batch);
  }

  @Test
  void one_that_is_cancelled_stays_so() {
    var batch = node.submit("fine, 30, held, 30");
    node.await(batch, row -> row.counts().done() >= 10);
    node.ask(batch, Batch.Cancel::new);
    node.kind.release.complete(null);
    node.awaitQuiet();
    assertThat(node.row(batch).phase()).isEqualTo(BatchPhase.CANCELLED);
    assertThatThrownBy(() -> node.ask(batch, Batch.Resume::new))
        .hasMessageContaining(Batch.IS_CANCELLED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void one_that_is_removed_while_it_works_leaves_nothing_but_what_is_to_stay(boolean purge) {
    var other = node.submit("fine, 20");
    node.await(other, BatchPhase.COMPLETED);
    var batch = node.submit("fine, 30, held, 100");
    node.await(batch, row -> row.counts().done() >= 30);

    node.ask(batch, replyTo -> new Batch.Remove(purge, replyTo));
    assertThatThrownBy(() -> node.ask(batch, Batch.Resume::new))
        .hasMessageContaining(Batch.BEING_REMOVED);
    node.kind.release.complete(null);

    Waiting.until("it is gone", () -> node.batches.byId(batch.id()).isEmpty());
    node.awaitQuiet();
    for (var table : List.of("item", "chunk")) {
      assertThat(node.ledger.query("SELECT DISTINCT batch_id FROM sluice.%s".formatted(table)))
          .containsExactly(List.of(Long.toString(other.id())));
    }
    assertThat(
            node.ledger.count(
                "SELECT count(*) FROM sluice.run WHERE entity = 'batch-%d'", batch.id()))
        .isZero();
    long trials = node.ledger.count("SELECT count(*) FROM trial WHERE batch = %d", batch.id());
    assertThat(trials > 0).isNotEqualTo(purge);
    node.assertSettled(other);
  }

  @Test
  void one_whose_removal_failed_goes_on_with_it() {
    var batch = node.submit("fine, 10");
    node.await(batch, BatchPhase.COMPLETED);
    node.kind.purgesThatFail.set(2);
    node.ask(batch, replyTo -> new Batch.Remove(true, replyTo));
    Waiting.until("it is gone", () -> node.batches.byId(batch.id()).isEmpty());
    assertThat(node.ledger.count("SELECT count(*) FROM trial WHERE batch = %d", batch.id()))
        .isZero();
  }

  @Test
  void one_whose_items_cannot_be_listed_fails_and_says_why() {
    var batch = node.submit("nothing");
    assertThat(node.await(batch, BatchPhase.FAILED).reason()).isEqualTo("nothing is there");
  }

  @Test
  void one_whose_work_fails_again_and_again_is_given_up() {
    var batch = node.submit("broken, 1, fine, 5");
    assertThat(node.await(batch, BatchPhase.FAILED).reason())
        .isEqualTo("a fault of the kind's own");
  }

  @Test
  void a_small_batch_waits_for_no_large_one() {
    var large = node.submit("held, 200");
    Waiting.until("all places taken", () -> node.kind.inWork.get() == 8);
    assertThat(node.row(large).counts().done()).isZero();
    var small = node.submit("fine, 10");
    node.kind.release.complete(null);
    node.await(small, BatchPhase.COMPLETED);
    node.await(large, BatchPhase.COMPLETED);
    node.assertSettled(small);
    node.assertSettled(large);
  }

  @Test
  void a_small_batch_waits_for_no_chunk_of_a_large_one() {
    var large = node.submit("slow, 200");
    Waiting.until("all places taken", () -> node.kind.inWork.get() == 8);
    var small = node.submit("fine, 10");
    node.await(small, BatchPhase.COMPLETED);
    assertThat(
            node.ledger.count(
                "SELECT count(*) FROM sluice.chunk WHERE batch_id = %d AND state IN ('ended', 'added')",
                large.id()))
        .as("chunks of the large one that came to their end before")
        .isZero();
    assertThat(node.row(large).counts().failed()).isZero();
    assertThat(node.ledger.count("SELECT count(*) FROM sluice.item WHERE attempts > 0")).isZero();
    node.assertSettled(small);
  }

  /** Two chunks have all the places of their node, and each waits for one that does not answer. */
  @Test
  void others_work_in_the_place_of_a_chunk_that_waits_for_a_few() {
    node.kind.parallelism = 16;
    var batch = node.submit("held, 1, fine, 19, hang, 1, poor, 19, more, 60");

    Waiting.until(
        "all others", () -> node.items(batch, "done") == 79 && node.items(batch, "failed") == 19);
    assertThat(node.items(batch, "pending")).isEqualTo(2);
  }

  @Test
  void one_that_is_not_there_refuses_and_is_not_made() {
    var batch = node.create("fine, 1");
    assertThatThrownBy(() -> node.ask(batch, Batch.Pause::new))
        .hasMessageContaining(Batch.NO_SUCH_BATCH);
    node.begin(batch);
    node.await(batch, BatchPhase.COMPLETED);
  }

  @Test
  void what_failed_is_tried_again_by_its_reason_and_counted_anew() {
    var batch = node.submit("fine, 40, bad, 3, poor, 2");
    assertThat(node.await(batch, BatchPhase.COMPLETED).counts().failed()).isEqualTo(5);
    node.awaitQuiet();
    node.kind.mended = true;
    var retry = new ItemRetry(node.ledger.database);
    var bad = new ItemRetry.Which(Optional.of(ItemState.FAILED), Optional.of("bad"));

    assertThat(retry.retry(retry.chunks(batch.id()), bad)).isEqualTo(3);
    assertThat(node.row(batch).counts().done()).isEqualTo(40);
    assertThat(node.row(batch).counts().failed()).isEqualTo(2);
    node.ask(batch, Batch.Retry::new);
    assertThat(node.await(batch, BatchPhase.COMPLETED).counts().done()).isEqualTo(43);
    assertThat(node.kind.times.get("bad-0/0")).isEqualTo(2);
    assertThat(node.kind.times.get("fine-0/0")).isEqualTo(1);
    assertThat(node.kind.times.get("poor-0/0")).isEqualTo(1);
    node.assertSettled(batch);

    var all = new ItemRetry.Which(Optional.empty(), Optional.empty());
    assertThat(retry.retry(retry.chunks(batch.id()), all)).isEqualTo(2);
    node.ask(batch, Batch.Retry::new);
    assertThat(node.await(batch, BatchPhase.COMPLETED).counts().done()).isEqualTo(45);
    node.assertSettled(batch);
    assertThat(retry.retry(retry.chunks(batch.id()), all)).isZero();
  }
}
