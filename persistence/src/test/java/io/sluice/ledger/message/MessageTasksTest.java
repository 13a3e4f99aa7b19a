package io.sluice.ledger.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.message.MessageTasks.Taken;
import io.sluice.persistence.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks are taken on from the batches that may go on. */
class MessageTasksTest {
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final MessageLedgerScene scene = new MessageLedgerScene();
  private final MessageTasks tasks = new MessageTasks(scene.database);

  @AfterEach
  void close() {
    scene.close();
  }

  private List<Long> batches(List<Taken> taken) {
    return taken.stream().map(Taken::batch).sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE sluice.batch SET state = 'paused' WHERE id = 1",
        "UPDATE sluice.message_task SET due_at = 'infinity' WHERE batch_id = 1"
      })
  void those_that_wait_for_somebody_cost_nothing_however_many_they_are(String hold) {
    // The server plans by what it counted in a small batch, and does not count again.
    scene.batch(2, 8);
    scene.execute("ANALYZE sluice.message_task, sluice.batch, sluice.websites");
    for (var table : List.of("message_task", "websites", "batch")) {
      scene.execute("ALTER TABLE sluice.%s SET (autovacuum_enabled = off)".formatted(table));
    }
    scene.batch(1, 20_000);
    scene.execute(hold);
    assertThat(batches(tasks.take(true, 4, LEASE))).containsExactly(2L, 2L, 2L, 2L);
    assertThat(tasks.take(true, 10, LEASE)).hasSize(4);
    // What was changed is looked at as long as other work of the database may see it.
    Waiting.until("next to nothing is read", () -> readForNothing() < 200);
  }

  private long readForNothing() {
    long before = scene.tasksRead();
    assertThat(tasks.take(true, 10, LEASE)).isEmpty();
    assertThat(tasks.take(false, 10, LEASE)).isEmpty();
    return scene.tasksRead() - before;
  }

  @Test
  void each_batch_gives_its_share_and_the_rest_comes_from_who_has_more() {
    scene.batch(1, 500);
    scene.batch(2, 500);
    scene.batch(3, 1);
    var shares =
        tasks.take(true, 30, LEASE).stream()
            .collect(Collectors.groupingBy(Taken::batch, Collectors.counting()));
    assertThat(shares).containsEntry(1L, 10L).containsEntry(2L, 10L).containsEntry(3L, 1L);
    assertThat(tasks.take(true, 1, LEASE)).hasSize(1);
    // Of the third none is left.
    assertThat(batches(tasks.take(true, 30, LEASE))).hasSize(30);
  }

  @Test
  void those_whose_lease_is_over_are_taken_on_again_and_others_are_not() {
    scene.batch(1, 2);
    var first = tasks.take(true, 1, LEASE);
    var second = tasks.take(true, 5, Duration.ZERO);
    assertThat(tasks.take(true, 5, LEASE))
        .extracting(Taken::row)
        .isEqualTo(second.stream().map(Taken::row).toList());
    assertThat(first).extracting(Taken::row).doesNotContain(second.get(0).row());
    var left = new TasksLeft(scene.database);
    assertThat(left.of(1)).isEqualTo(2);
    assertThat(left.areLeft(1)).isTrue();
    assertThat(left.areLeft(2)).isFalse();
    assertThat(left.problem(1)).isEmpty();
    tasks.putOff(first, "the model is not there");
    assertThat(left.problem(1)).contains("the model is not there");
  }
}
