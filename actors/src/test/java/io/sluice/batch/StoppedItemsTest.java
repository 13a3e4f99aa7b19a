package io.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.Chunks;
import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Items of runs that are told to stop, and chunks that are told to work once more. */
class StoppedItemsTest {
  private final BatchFixture node = new BatchFixture(Duration.ofHours(1));

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void items_that_hang_hold_up_no_pause_and_no_other_batch() {
    var batch = node.submit("fine, 20, hang, 20, fine, 20");
    node.await(batch, row -> row.counts().done() == 20 && node.kind.inWork.get() > 0);
    node.ask(batch, Batch.Pause::new);
    node.awaitQuiet();
    assertThat(node.ledger.count("SELECT count(*) FROM sluice.chunk WHERE in_flight <> '{}'"))
        .isZero();
    assertThat(node.items(batch, "pending")).isGreaterThanOrEqualTo(20);
    var other = node.submit("fine, 5");
    node.await(other, BatchPhase.COMPLETED);
    assertThat(node.ledger.count("SELECT count(*) FROM sluice.item WHERE attempts > 0")).isZero();
  }

  @Test
  void a_pause_while_one_is_tried_apart_blames_it_for_nothing() throws IOException {
    var batch = node.died("hang, 1, fine, 3");
    node.begin(batch);
    Waiting.until("it is tried apart", () -> node.kind.triedApart.get() == 1);
    assertThat(node.ledger.count("SELECT sum(attempts) FROM sluice.item")).isEqualTo(1);
    node.ask(batch, Batch.Pause::new);
    node.awaitQuiet();
    assertThat(node.ledger.count("SELECT sum(attempts) FROM sluice.item")).isZero();
    // It is a suspect still, as are those that nobody has come to.
    assertThat(node.ledger.query("SELECT cardinality(in_flight), in_trial FROM sluice.chunk"))
        .containsExactly(Arrays.asList("4", null));
  }

  @Test
  void a_chunk_that_is_told_to_work_when_it_is_added_is_not_counted_twice() {
    var batch = node.submit("fine, 50");
    node.await(batch, BatchPhase.COMPLETED);
    node.awaitQuiet();
    long runs = node.ledger.count("SELECT sum(epoch) FROM sluice.run");
    var chunks = node.ledger.query("SELECT id FROM sluice.chunk");
    chunks.forEach(chunk -> node.begin(batch, chunk.get(0)));
    Waiting.until(
        "a run of each",
        () -> node.ledger.count("SELECT sum(epoch) FROM sluice.run") == runs + chunks.size());
    node.awaitQuiet();
    assertThat(node.row(batch).counts().done()).isEqualTo(50);
    node.assertSettled(batch);
  }

  @Test
  void suspects_of_several_chunks_are_tried_one_after_another() throws IOException {
    var batch = node.died("fine, 60");
    node.begin(batch);
    node.await(batch, BatchPhase.COMPLETED);
    assertThat(node.kind.triedApart).hasValue(60);
    assertThat(node.kind.mostApart).hasValue(1);
    node.assertSettled(batch);
  }

  @Test
  void a_suspect_whose_time_has_not_come_again_and_again_is_blamed_for_nothing()
      throws IOException {
    var batch = node.died("late, 2, bad, 2, fine, 2");
    node.begin(batch);
    node.await(batch, BatchPhase.COMPLETED);
    assertThat(
            node.ledger.query(
                "SELECT DISTINCT address, state, attempts FROM sluice.item ORDER BY 1"))
        .containsExactly(
            List.of("bad-0", "failed", "0"),
            List.of("bad-1", "failed", "0"),
            List.of("fine-0", "done", "0"),
            List.of("fine-1", "done", "0"),
            List.of("late-0", "done", "0"),
            List.of("late-1", "done", "0"));
    node.assertSettled(batch);
  }

  @Test
  void a_cancelled_batch_stops_its_chunks_that_are_beyond_its_share_by_now() {
    var batch = node.submit("held, 80");
    Waiting.until("all places taken", () -> node.kind.inWork.get() == 8);
    for (int others = 0; others < 3; others++) {
      node.await(node.submit("held, 20"), BatchPhase.RUNNING);
    }
    var chunks = new Chunks(node.ledger.database);
    Waiting.until("a smaller share", () -> chunks.left(batch.id(), 4).due().size() == 1);
    // It looks at that once a second, and nobody is told.
    long looked = System.nanoTime() + Duration.ofMillis(2500).toNanos();
    Waiting.until("two looks", () -> System.nanoTime() > looked);
    node.ask(batch, Batch.Cancel::new);
    Waiting.until(
        "an end of its runs",
        () ->
            node.ledger.count(
                    """
                    SELECT count(*) FROM sluice.run JOIN sluice.chunk
                      ON entity = 'chunk-' || chunk.id WHERE running AND batch_id = %d
                    """,
                    batch.id())
                == 0);
  }
}
