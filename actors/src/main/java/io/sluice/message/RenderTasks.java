package io.sluice.message;

import io.sluice.ledger.message.MessageResults.Result;
import io.sluice.ledger.message.MessageTasks.Taken;
import io.sluice.task.TaskKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Messages that no model writes: many are taken on together, their templates filled in, and all of
 * them stored in one transaction.
 */
final class RenderTasks implements TaskKind<Taken, Result> {
  private static final int LOT = 400;

  private final MessageNode node;

  RenderTasks(MessageNode node) {
    this.node = node;
  }

  @Override
  public String name() {
    return "message";
  }

  /** The next lot is taken on while the one before is stored. */
  @Override
  public int wanted(int inHand) {
    return inHand > LOT ? 0 : LOT;
  }

  @Override
  public boolean canEndProcess() {
    return false;
  }

  @Override
  public Took<Taken, Result> take(int most) {
    var taken = node.tasks().take(false, most, node.lease());
    try {
      return new Took<>(List.of(), written(taken));
    } catch (RuntimeException e) {
      // Nothing was made of them: it is no fault of theirs.
      node.tasks().release(taken);
      throw e;
    }
  }

  private Map<Taken, Result> written(List<Taken> taken) {
    var known = new HashMap<Taken, Result>();
    var suppressed = node.suppressed(taken);
    for (var task : taken) {
      known.put(task, new Result(task, node.drafts().draft(task, suppressed).written(), null));
    }
    return known;
  }

  @Override
  public Took<Taken, Result> takeApart() {
    return Took.nothing();
  }

  @Override
  public CompletionStage<Result> start(Taken task) {
    return CompletableFuture.failedFuture(
        new IllegalStateException("all that was taken on is written"));
  }

  @Override
  public void settle(Map<Taken, Result> done) {
    node.settle(done.values());
  }

  @Override
  public void putOff(List<Taken> tasks, String problem) {
    node.putOff(tasks, problem);
  }

  @Override
  public void renew(List<Taken> tasks) {
    node.tasks().renew(tasks, node.lease());
  }

  @Override
  public void release(List<Taken> tasks) {
    node.tasks().release(tasks);
  }

  @Override
  public Duration longestRest() {
    return Duration.ofSeconds(10);
  }

  @Override
  public void tend() {
    node.tend();
  }
}
