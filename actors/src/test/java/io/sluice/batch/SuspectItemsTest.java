package io.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.ItemRetry;
import io.sluice.persistence.Sql;
import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SuspectItemsTest {
  private BatchFixture node = new BatchFixture();

  @AfterEach
  void close() {
    node.close();
  }

  private List<List<String>> states() {
    return node.ledger.query("SELECT address, state, attempts FROM sluice.item ORDER BY number");
  }

  @Test
  void one_that_hangs_is_given_up_and_dead_after_its_tries() {
    node.close();
    node = new BatchFixture(Duration.ofSeconds(2));
    var batch = node.submit("fine, 3, hang, 1");
    node.await(batch, BatchPhase.COMPLETED);
    assertThat(states())
        .containsExactly(
            List.of("fine-0", "done", "0"),
            List.of("fine-1", "done", "0"),
            List.of("fine-2", "done", "0"),
            List.of("hang-0", "dead", "3"));
    node.assertSettled(batch);
  }

  @Test
  void what_ended_a_process_is_tried_apart_and_its_neighbours_are_done() throws IOException {
    var batch = node.died("fine, 5, exit, 1, memory, 1");
    node.begin(batch);
    assertThat(node.await(batch, BatchPhase.COMPLETED).counts().done()).isEqualTo(5);
    assertThat(
            node.ledger.query(
                """
                SELECT address, attempts, reason, detail FROM sluice.item WHERE state = 'dead'
                ORDER BY number
                """))
        .containsExactly(
            List.of("exit-0", "3", "dead", "trial 0: ended the process with exit code 17"),
            List.of(
                "memory-0",
                "3",
                "dead",
                "trial 0: ended the process with exit code 3, out of memory"));
    assertThat(node.kind.triedApart).hasValue(5 + 3 + 3);
    node.assertSettled(batch);
  }

  @Test
  void what_ended_a_process_in_a_later_stage_is_tried_apart_there() throws IOException {
    var batch = node.died("fine, 2, exit, 1");
    node.ledger.query("UPDATE sluice.item SET stage = 1 WHERE number > 1 RETURNING number");
    node.begin(batch);
    node.await(batch, BatchPhase.COMPLETED);
    assertThat(
            node.ledger.query(
                "SELECT address, attempts, detail FROM sluice.item WHERE state = 'dead'"))
        .containsExactly(List.of("exit-0", "3", "trial 1: ended the process with exit code 17"));
    assertThat(node.kind.triedApart).hasValue(1 + 1 + 3);
  }

  @Test
  void one_whose_trials_all_ended_the_process_itself_is_tried_no_more() throws IOException {
    var batch = node.died("fine, 1, exit, 1");
    node.ledger.database.transaction(
        connection ->
            Sql.update(connection, "UPDATE sluice.item SET attempts = 3 WHERE address = 'exit-0'"));
    node.begin(batch);
    node.await(batch, BatchPhase.COMPLETED);
    assertThat(node.ledger.query("SELECT detail FROM sluice.item WHERE state = 'dead'"))
        .containsExactly(List.of("trial 0: was in trial 3 times when the process ended"));
    assertThat(node.kind.triedApart).hasValue(1);
    node.assertSettled(batch);
  }

  @Test
  void who_kills_the_process_while_one_is_in_trial_blames_it_for_nothing() throws IOException {
    var batch = node.died("fine, 1, exit, 1");
    node.ledger.database.transaction(
        connection ->
            Sql.update(connection, "UPDATE sluice.item SET attempts = 2 WHERE address = 'exit-0'"));
    node.ledger.database.transaction(
        connection -> Sql.update(connection, "UPDATE sluice.chunk SET in_trial = 2"));
    node.begin(batch);
    node.await(batch, BatchPhase.COMPLETED);
    assertThat(node.ledger.query("SELECT attempts, detail FROM sluice.item WHERE state = 'dead'"))
        .containsExactly(List.of("3", "trial 0: ended the process with exit code 17"));
    assertThat(node.kind.triedApart).hasValue(1 + 2);
    node.assertSettled(batch);
  }

  @Test
  void one_that_was_dead_and_is_tried_again_is_tried_apart_from_the_beginning() throws IOException {
    var batch = node.died("fine, 1, exit, 1");
    node.begin(batch);
    node.await(batch, BatchPhase.COMPLETED);
    node.awaitQuiet();
    var all = new ItemRetry.Which(Optional.empty(), Optional.empty());
    var retry = new ItemRetry(node.ledger.database);
    assertThat(retry.retry(retry.chunks(batch.id()), all)).isEqualTo(1);
    node.ask(batch, Batch.Retry::new);
    Waiting.until("three tries more", () -> node.kind.triedApart.get() == 1 + 3 + 3);
    assertThat(node.await(batch, BatchPhase.COMPLETED).counts().dead()).isEqualTo(1);
    node.assertSettled(batch);
  }
}
