package io.sluice.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.message.MessageBudgets;
import io.sluice.ledger.message.MessageReview;
import io.sluice.persistence.Waiting;
import io.sluice.task.LeaseWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.Done;
import org.junit.jupiter.api.Test;

/** What models are paid for messages, whoever ends meanwhile and whatever may be spent. */
class PaidMessagesTest extends MessagesOfModels {
  @Test
  void what_one_that_is_gone_had_asked_counts_as_spent_and_is_written_by_another() {
    scene.batch(1, MessageScene.asking(TEMPLATE));
    scene.sites(1, 1, 4);
    var hold = new CountDownLatch(1);
    model.does((request, reply) -> hold.await());
    var gone = asker(Map.of());
    Waiting.until(() -> model.asked().size() == 2 && scene.count("message_call") == 4);
    scene.kit.stop(gone);
    says("Dear team, hello.");
    asker(Map.of());
    awaitAll();
    hold.countDown();
    assertThat(scene.count("websites WHERE message_status = 'GENERATED'")).isEqualTo(4);
    assertThat(scene.count("message_reply")).isEqualTo(4);
    assertThat(
            scene.ask(
                "SELECT held_tokens, asked, lost_tokens > 1000, tokens - lost_tokens FROM sluice.message_budget"))
        .isEqualTo("[[0, 8, t, %d]]".formatted(4 * 212));
    assertThat(scene.count("message_call")).isZero();
  }

  @Test
  void one_that_leaves_stores_what_was_answered_in_a_moment() {
    scene.batch(1, MessageScene.asking(TEMPLATE));
    scene.sites(1, 1, 8);
    model.does(
        (request, reply) -> {
          Thread.sleep(200);
          reply.ollama("Dear team, hello.", "stop", 200);
        });
    var leaving = asker(Map.of());
    Waiting.until(() -> model.asked().size() >= 2);
    var left = scene.kit.<Done>createTestProbe();
    leaving.tell(new LeaseWorker.Leave(left.getRef()));
    left.receiveMessage(Duration.ofSeconds(10));
    int asked = model.asked().size();
    assertThat(scene.count("websites WHERE message_status = 'GENERATED'")).isEqualTo(asked);
    assertThat(scene.count("message_call")).isZero();
    assertThat(scene.count("message_task WHERE taking IS NULL AND attempts = 0"))
        .isEqualTo(8 - asked);
  }

  @Test
  void a_budget_is_never_passed_and_goes_on_when_it_is_raised() {
    var budgets = new MessageBudgets(scene.database);
    scene.batch(1, MessageScene.asking(TEMPLATE));
    budgets.set(1, 5_000L, null);
    scene.sites(1, 1, 40);
    says("Dear team, hello.");
    asker(Map.of("sluice.message-price-in", 2, "sluice.message-price-out", 10));
    asker(Map.of("sluice.message-price-in", 2, "sluice.message-price-out", 10));
    Waiting.until(() -> scene.count("message_budget WHERE paused IS NOT NULL") == 1);
    Waiting.until(() -> scene.count("message_task WHERE due_at < 'infinity'") == 0);
    var standing = budgets.of(1).orElseThrow();
    assertThat(standing.tokens()).isLessThanOrEqualTo(5_000).isGreaterThan(3_000);
    assertThat(standing.paused()).contains("of at most 5000 tokens");
    int asked = model.asked().size();
    assertThat(standing.asked()).isEqualTo(asked);
    scene.sites(1, 41, 42);
    assertThat(scene.count("message_task WHERE due_at = 'infinity'")).isEqualTo(42 - asked);
    budgets.set(1, null, 12_000L);
    Waiting.until(
        () -> scene.count("message_budget WHERE paused LIKE '%of a cost of at most 0.012%'") == 1);
    assertThat(budgets.of(1).orElseThrow().cost()).isLessThanOrEqualTo(12_000);
    budgets.set(1, null, null);
    awaitAll();
    assertThat(model.asked()).hasSize(42);
    assertThat(budgets.of(1).orElseThrow().tokens()).isEqualTo(42L * 212);
    assertThat(budgets.of(1).orElseThrow().cost()).isEqualTo(42L * (2 * 200 + 10 * 12));
  }

  @Test
  void regenerating_takes_rows_from_those_at_work_and_keeps_what_they_pay_for() {
    scene.batch(1, MessageScene.asking("Old {{company_name}}"));
    scene.sites(1, 1, 1);
    var hold = new CountDownLatch(1);
    model.does(
        (request, reply) -> {
          if (request.prompt().contains("Old {company_name}")) {
            hold.await();
            reply.ollama("The old message.", "stop", 200);
          } else {
            reply.ollama("The new message.", "stop", 200);
          }
        });
    asker(Map.of());
    Waiting.until(() -> model.asked().size() == 1);
    new MessageReview(scene.database)
        .regenerate(1, MessageScene.asking("New {{company_name}}"), ALL, false, changed -> {});
    awaitAll();
    assertThat(scene.message(1, 1)).contains("The new message.");
    hold.countDown();
    Waiting.until(() -> scene.count("message_reply") == 2);
    assertThat(scene.message(1, 1)).contains("The new message.");
    assertThat(scene.ask("SELECT held_tokens FROM sluice.message_budget")).isEqualTo("[[0]]");
  }

  @Test
  void whoever_dies_each_row_has_one_message_and_nothing_is_spent_untold() throws Exception {
    scene.batch(1, MessageScene.asking(TEMPLATE));
    scene.sites(1, 1, 120);
    var answered = ConcurrentHashMap.<String>newKeySet();
    model.does(
        (request, reply) -> {
          Thread.sleep(20 + request.prompt().hashCode() % 20);
          answered.add(request.prompt());
          reply.ollama("Dear team, hello.", "stop", 200);
        });
    var four = Map.of("MODEL_PARALLELISM", "4");
    var random = new Random(7);
    var workers = new ArrayList<>(List.of(asker(four), asker(four)));
    for (int i = 0; i < 6; i++) {
      Thread.sleep(200 + random.nextInt(400));
      scene.kit.stop(workers.remove(0));
      workers.add(asker(four));
    }
    awaitAll();
    assertThat(scene.count("websites WHERE message_status = 'GENERATED'")).isEqualTo(120);
    assertThat(scene.count("message_reply")).isEqualTo(120);
    assertThat(answered).hasSize(120);
    var budget = new MessageBudgets(scene.database).of(1).orElseThrow();
    int twice = model.asked().size() - 120;
    assertThat(budget.asked()).isGreaterThanOrEqualTo(model.asked().size());
    assertThat(budget.tokens()).isGreaterThanOrEqualTo(model.asked().size() * 212L);
    // All that each of six can have had in hand.
    assertThat(twice).isLessThanOrEqualTo(6 * 8);
    assertThat(scene.count("message_call")).isZero();
    assertThat(scene.count("message_budget WHERE held_tokens = 0 AND held_cost = 0")).isOne();
  }

  @Test
  void what_one_answers_after_its_lease_is_over_decides_nothing_and_is_kept() {
    scene.batch(1, MessageScene.asking(TEMPLATE));
    scene.sites(1, 1, 1);
    var hold = new CountDownLatch(1);
    model.does(
        (request, reply) -> {
          hold.await();
          reply.ollama("Dear team, late.", "stop", 200);
        });
    asker(Map.of());
    Waiting.until(() -> model.asked().size() == 1);
    // As if it had been frozen until another came and went.
    scene.execute(
        "UPDATE sluice.message_task SET taking = nextval('sluice.message_taking'), due_at = now() + interval '1 hour'");
    hold.countDown();
    Waiting.until(() -> scene.count("message_reply") == 1);
    assertThat(scene.message(1, 1)).isEqualTo("[[PENDING, null, null]]");
    assertThat(scene.count("message_task")).isOne();
    scene.execute("UPDATE sluice.message_task SET due_at = now()");
    awaitAll();
    assertThat(scene.message(1, 1)).isEqualTo("[[GENERATED, null, Dear team, late.]]");
    assertThat(model.asked()).hasSize(1);
  }
}
