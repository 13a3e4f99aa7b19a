package io.sluice.api;

import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.message.MessageBudgets;
import io.sluice.ledger.message.MessageReview;
import io.sluice.ledger.message.MessageReview.Choice;
import io.sluice.ledger.message.MessageStatus;
import io.sluice.ledger.message.MessageTerms;
import io.sluice.ledger.message.TasksLeft;
import io.sluice.message.Messages;
import io.sluice.persistence.Database;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.RequestBody;
import io.sluice.view.ChangedMessagesView;
import io.sluice.view.SiteMessagesView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Messages to the websites of a batch: looked at, judged, edited and written again. */
final class MessageOperations {
  private static final String LIST = "site-messages";
  private static final double MILLION = 1e6;

  /** Shorter than a server waits for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final ActorSystem<?> system;
  private final Messages messages;
  private final MessageReview review;
  private final MessageBudgets budgets;
  private final MessageTerms terms;
  private final TasksLeft left;
  private final BatchOperations batches;
  private final Blocking blocking;

  /**
   * @param blocking threads that may be held for long
   */
  MessageOperations(
      ActorSystem<?> system,
      Messages messages,
      Database database,
      BatchOperations batches,
      Blocking blocking) {
    this.system = system;
    this.messages = messages;
    review = new MessageReview(database);
    budgets = new MessageBudgets(database);
    terms = new MessageTerms(database);
    left = new TasksLeft(database);
    this.batches = batches;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "listSiteMessages", blocking.answering(this::page), "changeSiteMessages", this::change);
  }

  private BatchRow row(Call call) {
    var row = batches.row(call);
    if (terms.columns(row.id()).isEmpty()) {
      throw Problem.of(
              422, "no-websites", "%s is a batch of %s".formatted(Shown.of(row.name()), row.kind()))
          .in("id")
          .remedy("Only websites have messages.")
          .thrown();
    }
    return row;
  }

  private SiteMessagesView page(Call call) {
    var batch = row(call);
    long after = PageToken.place(call, LIST, Long::parseLong, -1L);
    var status = call.optional("status").flatMap(MessageStatus::of).orElse(null);
    var lines = call.optional("line").map(Long::valueOf).stream().toList();
    var choice = new Choice(lines, status, call.optional("reason").orElse(null));
    var page = review.list(batch.id(), choice, after, call.limit());
    return new SiteMessagesView(
        batch.name(),
        batch.phase().column(),
        left.problem(batch.id()).orElse(null),
        after >= 0 || !lines.isEmpty()
            ? List.of()
            : review.counts(batch.id()).stream().map(MessageOperations::view).toList(),
        budgets.of(batch.id()).map(MessageOperations::view).orElse(null),
        page.stream().map(MessageOperations::view).toList(),
        PageToken.next(call, LIST, page, MessageReview.Message::row));
  }

  private static SiteMessagesView.Count view(MessageReview.Count count) {
    return new SiteMessagesView.Count(count.status().word(), count.reason(), count.rows());
  }

  private static SiteMessagesView.Budget view(MessageBudgets.Standing budget) {
    return new SiteMessagesView.Budget(
        budget.mostTokens(),
        budget.mostCost() == null ? null : budget.mostCost() / MILLION,
        budget.tokens(),
        budget.cost() / MILLION,
        budget.lostTokens(),
        budget.asked(),
        budget.paused());
  }

  private static SiteMessagesView.Message view(MessageReview.Message message) {
    return new SiteMessagesView.Message(
        message.line(),
        message.url(),
        message.status().word(),
        message.reason(),
        message.text(),
        message.edited(),
        message.model(),
        message.version(),
        message.at() == null ? null : Json.time(message.at()));
  }

  private CompletionStage<HttpResponse> change(Call call) {
    return RequestBody.whole(call.request(), system, body -> change(call, body));
  }

  private CompletionStage<HttpResponse> change(Call call, byte[] body) {
    var wanted = WantedMessages.read(body);
    var changed = new AtomicLong();
    return blocking
        .run(() -> row(call))
        .thenCompose(
            batch ->
                blocking
                    .run(() -> change(batch, wanted, changed))
                    .toCompletableFuture()
                    .completeOnTimeout(true, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .thenApply(
                        goesOn -> new ChangedMessagesView(batch.name(), changed.get(), goesOn)))
        .thenApply(Json::ok);
  }

  /** Gives false, since nothing is left then. */
  private boolean change(BatchRow row, WantedMessages wanted, AtomicLong changed) {
    long batch = row.id();
    switch (wanted.action()) {
      // Those that somebody is to look at are approved when they are named.
      case APPROVE ->
          review.approve(batch, wanted.choice(MessageStatus.GENERATED), changed::addAndGet);
      case REJECT -> review.reject(batch, wanted.choice(null), changed::addAndGet);
      case EDIT -> changed.addAndGet(edit(batch, wanted));
      case REGENERATE -> {
        checkWrites(row);
        regenerate(batch, wanted, changed);
      }
      case BUDGET -> budget(batch, wanted);
    }
    return false;
  }

  private static void checkWrites(BatchRow row) {
    if (row.phase() == BatchPhase.CANCELLED || row.phase() == BatchPhase.REMOVING) {
      throw Problem.of(
              422,
              "writes-nothing",
              "Batch %s is %s, so that no messages are written"
                  .formatted(Shown.of(row.name()), row.phase().column()))
          .in("action")
          .remedy("Submit the list again.")
          .thrown();
    }
  }

  private long edit(long batch, WantedMessages wanted) {
    if (!review.edit(batch, wanted.line(), wanted.text())) {
      throw Problem.of(
              404,
              "no-such-message",
              "Line %d has no message to be written".formatted(wanted.line()))
          .in("lines")
          .remedy("It is not in the list, or nobody there is to be written to.")
          .thrown();
    }
    return 1;
  }

  private void regenerate(long batch, WantedMessages wanted, AtomicLong changed) {
    var now = wanted.terms(terms.newest(batch), messages.settings().asks());
    if (now.asks() && !messages.settings().asks()) {
      throw WantedMessages.wrong(
          "ask", "no model writes messages here: set MESSAGE_MODEL, or ask for none");
    }
    try {
      Messages.check(now, terms.columns(batch).orElse(List.of()));
    } catch (IllegalArgumentException e) {
      throw WantedMessages.wrong("template", e.getMessage());
    }
    review.regenerate(batch, now, wanted.choice(null), wanted.withApproved(), changed::addAndGet);
    messages.wake();
  }

  private void budget(long batch, WantedMessages wanted) {
    if (wanted.mostCost() != null && !messages.settings().hasPrices()) {
      throw WantedMessages.wrong(
          "mostCost", "costs are not known: set MESSAGE_PRICE_IN and MESSAGE_PRICE_OUT");
    }
    budgets.set(batch, wanted.mostTokens(), wanted.mostCost());
    messages.wake();
  }
}
