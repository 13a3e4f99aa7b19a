package io.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.ItemList;
import io.sluice.persistence.Sql;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SuspectItemsTest {
  private BatchFixture node = new BatchFixture();

  @AfterEach
  void close() {
    node.close();
  }

  /** Lists a batch and has it stand as a process leaves it that dies while all is in flight. */
  private BatchRow died(String source) throws IOException {
    var batch = node.create(source);
    var listing = node.ledger.runs.begin(Batch.ledgerName(batch.id())).fence();
    var items = node.kind.list(source).items().toList();
    new ItemList(node.ledger.database).add(listing, batch.id(), items, "{}", 0);
    node.ledger.runs.end(listing);
    node.ledger.database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                UPDATE sluice.chunk SET state = 'begun',
                  in_flight = ARRAY (SELECT generate_series(first_item, last_item))
                WHERE batch_id = ?
                """,
                batch.id()));
    return batch;
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
    var batch = died("fine, 5, exit, 1, memory, 1");
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
  void one_whose_trials_all_ended_the_process_itself_is_tried_no_more() throws IOException {
    var batch = died("fine, 1, exit, 1");
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
    var batch = died("fine, 1, exit, 1");
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
}
