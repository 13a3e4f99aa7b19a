package io.sluice.ledger.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.message.MessageCalls.Leave;
import io.sluice.ledger.message.MessageCalls.Reply;
import io.sluice.ledger.message.MessageCalls.Spending;
import io.sluice.ledger.message.MessageResults.Paid;
import io.sluice.ledger.message.MessageResults.Result;
import io.sluice.ledger.message.MessageResults.Written;
import io.sluice.ledger.message.MessageTasks.Taken;
import io.sluice.ledger.message.MessageTerms.Terms;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a request has set aside is settled once, whatever becomes of its task and of its sender. */
class CallLeasesTest {
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration OVER = Duration.ofMillis(-1);
  private static final byte[] KEY = {1};
  private static final Spending MOST = new Spending(1000, 500);
  private static final Spending TOOK = new Spending(90, 40);

  private final MessageLedgerScene scene = new MessageLedgerScene();
  private final MessageTasks tasks = new MessageTasks(scene.database);
  private final MessageCalls calls = new MessageCalls(scene.database);
  private final CallLeases leases = new CallLeases(scene.database);
  private final MessageReview review = new MessageReview(scene.database);
  private Taken task;

  @BeforeEach
  void take() {
    scene.batch(1, 1);
    task = tasks.take(true, 1, LEASE).get(0);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  /** What happens to a row while its message is asked for. */
  enum Fate {
    NOTHING,
    EDITED,
    REGENERATED,
    TAKEN_BY_ANOTHER,
    FORGOTTEN
  }

  private void meet(Fate fate) {
    var all = new MessageReview.Choice(List.of(), null, null);
    switch (fate) {
      case EDITED -> assertThat(review.edit(1, 1, "By hand.")).isTrue();
      case REGENERATED ->
          review.regenerate(1, new Terms("Other.", true, null, null), all, false, changed -> {});
      case TAKEN_BY_ANOTHER -> {
        scene.execute("UPDATE sluice.message_task SET due_at = now()");
        assertThat(tasks.take(true, 1, LEASE)).hasSize(1);
      }
      case FORGOTTEN ->
          scene.database.transaction(
              connection -> {
                MessageTerms.forget(connection, 1);
                return null;
              });
      default -> assertThat(fate).isEqualTo(Fate.NOTHING);
    }
  }

  private String budget() {
    return scene.ask(
        "SELECT tokens, cost, held_tokens, held_cost, lost_tokens, asked FROM sluice.message_budget");
  }

  private void answer() {
    var reply = new Reply("Dear team.", null, "m", 50, 40);
    var written = new Written(MessageStatus.GENERATED, null, "Dear team.", KEY, "m");
    new MessageResults(scene.database)
        .settle(List.of(new Result(task, written, new Paid(KEY, reply, TOOK))));
  }

  private void begin(Duration lease) {
    assertThat(calls.begin(task, KEY, MOST, lease).leave()).isEqualTo(Leave.SEND);
  }

  @ParameterizedTest
  @EnumSource
  void who_is_gone_has_spent_it_whatever_becomes_of_the_row(Fate fate) {
    begin(OVER);
    meet(fate);
    leases.settleLost();
    var once = fate == Fate.FORGOTTEN ? "[]" : "[[1000, 500, 0, 0, 1000, 1]]";
    assertThat(budget()).isEqualTo(once);
    // It was only slow, and what it was paid for is kept.
    answer();
    leases.settleLost();
    assertThat(budget()).isEqualTo(once);
    assertThat(scene.ask("SELECT count(*) FROM sluice.message_call")).isEqualTo("[[0]]");
    assertThat(scene.ask("SELECT text FROM sluice.message_reply")).isEqualTo("[[Dear team.]]");
  }

  @ParameterizedTest
  @EnumSource
  void who_is_there_settles_what_it_took_whatever_becomes_of_the_row(Fate fate) {
    begin(LEASE);
    meet(fate);
    leases.settleLost();
    answer();
    leases.settleLost();
    assertThat(budget()).isEqualTo(fate == Fate.FORGOTTEN ? "[]" : "[[90, 40, 0, 0, 0, 1]]");
    assertThat(scene.ask("SELECT count(*) FROM sluice.message_call")).isEqualTo("[[0]]");
    var written = scene.ask("SELECT generated_message FROM sluice.websites");
    assertThat(written)
        .isEqualTo(
            switch (fate) {
              case NOTHING -> "[[Dear team.]]";
              case EDITED -> "[[By hand.]]";
              default -> "[[null]]";
            });
  }

  @Test
  void the_same_waits_for_who_says_that_it_is_on_its_way_and_for_nobody_else() {
    begin(OVER);
    leases.renew(List.of(task), LEASE);
    meet(Fate.REGENERATED);
    var again = tasks.take(true, 1, LEASE).get(0);
    assertThat(calls.begin(again, KEY, MOST, LEASE).leave()).isEqualTo(Leave.WAIT);
    leases.leave(List.of(task));
    assertThat(calls.begin(again, KEY, MOST, LEASE).leave()).isEqualTo(Leave.SEND);
    assertThat(budget()).isEqualTo("[[1000, 500, 1000, 500, 1000, 2]]");
    calls.undo(again, KEY);
    assertThat(budget()).isEqualTo("[[1000, 500, 0, 0, 1000, 1]]");
    answer();
    assertThat(calls.begin(again, KEY, MOST, LEASE).leave()).isEqualTo(Leave.KNOWN);
  }
}
