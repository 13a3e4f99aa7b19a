package io.sluice.message;

import io.sluice.ledger.message.MessageCalls.Begun;
import io.sluice.ledger.message.MessageCalls.Reply;
import io.sluice.ledger.message.MessageCalls.Spending;
import io.sluice.ledger.message.MessageResults.Paid;
import io.sluice.ledger.message.MessageResults.Result;
import io.sluice.ledger.message.MessageResults.Written;
import io.sluice.ledger.message.MessageStatus;
import io.sluice.ledger.message.MessageTasks.Taken;
import io.sluice.message.AskTasks.Asking;
import io.sluice.message.AskTasks.Outcome;
import io.sluice.message.MessageDrafts.Question;
import io.sluice.model.ModelAnswer;
import io.sluice.model.ModelFailure;
import io.sluice.model.ModelWriter;
import io.sluice.model.ModelWriter.Prompt;
import io.sluice.task.TaskKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Messages that a model writes: what is to be asked is written down with what it may cost, asked,
 * looked at, and stored with what it has cost. What was answered before is not asked again.
 */
final class AskTasks implements TaskKind<Asking, Outcome> {
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final MessageNode node;
  private final MessageWriters writers;
  private final ReplyCheck check = new ReplyCheck(new TextLanguage());
  private final Executor jdbc;

  /**
   * A task that was taken on.
   *
   * @param question null where nothing is to be asked
   */
  record Asking(Taken task, Question question) {}

  /** What came of one. */
  sealed interface Outcome {}

  /** It is settled. */
  record Settled(Result result) implements Outcome {}

  /** Another asks the same just now, or holds what is left of the budget. */
  private enum Wait implements Outcome {
    WAIT
  }

  /** Nothing more may be spent. */
  private enum Paused implements Outcome {
    PAUSED
  }

  /** It is another's. */
  private enum Gone implements Outcome {
    GONE
  }

  AskTasks(MessageNode node, MessageWriters writers, Executor jdbc) {
    this.node = node;
    this.writers = writers;
    this.jdbc = jdbc;
  }

  @Override
  public String name() {
    return "message of a model";
  }

  @Override
  public int wanted(int inHand) {
    return writers.areClosed()
        ? 0
        : Math.max(0, Math.min(node.settings().parallelism(), writers.atOnce()) - inHand);
  }

  @Override
  public boolean canEndProcess() {
    return false;
  }

  @Override
  public Took<Asking, Outcome> take(int most) {
    var taken = node.tasks().take(true, most, node.lease());
    try {
      return sorted(taken);
    } catch (RuntimeException e) {
      // They were not begun: it is no fault of theirs.
      node.tasks().release(taken);
      throw e;
    }
  }

  private Took<Asking, Outcome> sorted(List<Taken> taken) {
    var suppressed = node.suppressed(taken);
    var open = new ArrayList<Asking>();
    var known = new HashMap<Asking, Outcome>();
    for (var task : taken) {
      var draft = node.drafts().draft(task, suppressed);
      var asking = new Asking(task, draft.question());
      if (draft.question() == null) {
        known.put(asking, new Settled(new Result(task, draft.written(), null)));
      } else {
        open.add(asking);
      }
    }
    return new Took<>(open, known);
  }

  @Override
  public Took<Asking, Outcome> takeApart() {
    return Took.nothing();
  }

  @Override
  public CompletionStage<Outcome> start(Asking asking) {
    var question = asking.question();
    var writer = writers.of(question.terms().model());
    Prompt prompt;
    try {
      prompt = writer.prompt(MessageInstructions.of(question), question.data());
    } catch (ModelFailure e) {
      return CompletableFuture.completedFuture(
          settled(asking, MessageStatus.FAILED, MessageReason.TOO_LONG.with(e.getMessage()), null));
    }
    int out = prompt.most() - prompt.mostIn();
    var most = new Spending(prompt.most(), node.settings().cost(prompt.mostIn(), out));
    return CompletableFuture.supplyAsync(
            () -> node.calls().begin(asking.task(), prompt.key(), most, node.lease()), jdbc)
        .thenCompose(begun -> begun(asking, writer, prompt, begun));
  }

  private CompletionStage<Outcome> begun(
      Asking asking, ModelWriter writer, Prompt prompt, Begun begun) {
    return switch (begun.leave()) {
      case SEND -> node.metrics().writing(() -> ask(asking, writer, prompt));
      case KNOWN ->
          CompletableFuture.completedFuture(
              new Settled(new Result(asking.task(), written(asking, prompt, begun.reply()), null)));
      case WAIT -> CompletableFuture.completedFuture(Wait.WAIT);
      case PAUSED -> CompletableFuture.completedFuture(Paused.PAUSED);
      case GONE -> CompletableFuture.completedFuture(Gone.GONE);
    };
  }

  private CompletionStage<Outcome> ask(Asking asking, ModelWriter writer, Prompt prompt) {
    node.metrics().asked();
    return writer
        .write(prompt)
        .handleAsync(
            (answer, failure) ->
                failure == null
                    ? answered(asking, prompt, answer)
                    : unanswered(asking, prompt, failure),
            jdbc);
  }

  private Outcome answered(Asking asking, Prompt prompt, ModelAnswer answer) {
    // Some endpoints count nothing.
    int in = answer.tokensIn() > 0 ? answer.tokensIn() : prompt.mostIn();
    int out = answer.tokensOut() > 0 ? answer.tokensOut() : prompt.most() - prompt.mostIn();
    var took = new Spending((long) in + out, node.settings().cost(in, out));
    node.metrics().spent(in, out);
    var text = MessageText.of(answer.content());
    var reply = new Reply(text, null, answer.model(), in, out);
    return new Settled(
        new Result(
            asking.task(), written(asking, prompt, reply), new Paid(prompt.key(), reply, took)));
  }

  private Written written(Asking asking, Prompt prompt, Reply reply) {
    var reason =
        reply.text() == null
            ? reply.problem()
            : check
                .of(reply.text(), asking.question().terms().language(), asking.question().data())
                .orElse(null);
    return new Written(
        reason == null ? MessageStatus.GENERATED : MessageStatus.NEEDS_REVIEW,
        reason,
        reply.text(),
        prompt.key(),
        reply.model());
  }

  /** What nobody was paid for takes nothing; what may have been paid for takes all it may. */
  private Outcome unanswered(Asking asking, Prompt prompt, Throwable failure) {
    ModelFailure known;
    try {
      known = ModelFailure.unwrapped(failure);
    } catch (CompletionException e) {
      node.calls().spend(asking.task(), prompt.key());
      throw e;
    }
    var reason = known.getMessage();
    return switch (known.kind()) {
      case CUT -> kept(asking, prompt, MessageReason.CUT.with(reason));
      case UNFIT -> kept(asking, prompt, MessageReason.REFUSAL.with(reason));
      case TOO_LONG ->
          settled(asking, MessageStatus.FAILED, MessageReason.TOO_LONG.with(reason), prompt);
      case REFUSED ->
          settled(asking, MessageStatus.FAILED, MessageReason.REFUSED.with(reason), prompt);
      case UNREACHABLE, BUSY, QUOTA, MODEL_MISSING, DENIED -> {
        node.calls().undo(asking.task(), prompt.key());
        throw new CompletionException(known);
      }
      case BROKEN -> {
        node.calls().spend(asking.task(), prompt.key());
        // While others are answered it is the question's fault; else nobody's.
        if (!writers.areClosed()) {
          node.tasks().lost(asking.task());
        }
        throw new CompletionException(known);
      }
      case TOO_SLOW -> {
        node.calls().spend(asking.task(), prompt.key());
        node.tasks().lost(asking.task());
        throw new CompletionException(known);
      }
    };
  }

  /** Asked again, it would be answered so again. */
  private Outcome kept(Asking asking, Prompt prompt, String problem) {
    var model = writers.name(asking.question().terms().model());
    var reply = new Reply(null, problem, model, 0, prompt.most());
    return new Settled(
        new Result(
            asking.task(), written(asking, prompt, reply), new Paid(prompt.key(), reply, null)));
  }

  private static Outcome settled(
      Asking asking, MessageStatus status, String reason, Prompt prompt) {
    var paid = prompt == null ? null : new Paid(prompt.key(), null, null);
    return new Settled(new Result(asking.task(), Written.without(status, reason), paid));
  }

  @Override
  public void settle(Map<Asking, Outcome> done) {
    var results = new ArrayList<Result>();
    var waiting = new ArrayList<Taken>();
    var paused = new ArrayList<Taken>();
    done.forEach(
        (asking, outcome) -> {
          if (outcome instanceof Settled settled) {
            results.add(settled.result());
          } else if (outcome == Wait.WAIT) {
            waiting.add(asking.task());
          } else if (outcome == Paused.PAUSED) {
            paused.add(asking.task());
          }
        });
    if (!results.isEmpty()) {
      node.settle(results);
    }
    node.tasks().wait(waiting, MOMENT);
    node.park(paused);
  }

  @Override
  public void putOff(List<Asking> tasks, String problem) {
    node.putOff(taken(tasks), problem);
  }

  @Override
  public void renew(List<Asking> tasks) {
    node.tasks().renew(taken(tasks), node.lease());
    node.leases().renew(taken(tasks), node.lease());
  }

  @Override
  public void release(List<Asking> tasks) {
    node.leases().leave(taken(tasks));
    node.tasks().release(taken(tasks));
  }

  private static List<Taken> taken(List<Asking> tasks) {
    return tasks.stream().map(Asking::task).toList();
  }

  /** An endpoint that is to be left alone is closed for longer by itself. */
  @Override
  public Duration longestRest() {
    return Duration.ofSeconds(4);
  }

  /** Those that wait are counted by who fills in templates. */
  @Override
  public void tend() {
    node.parked().unparkForgotten();
  }
}
