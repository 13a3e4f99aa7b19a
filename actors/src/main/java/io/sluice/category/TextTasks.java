package io.sluice.category;

import io.sluice.ledger.category.ClassificationTasks.Taken;
import io.sluice.ledger.category.Classifications.Result;
import io.sluice.ledger.category.Verdict;
import io.sluice.task.TaskKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Texts that wait to be classified: as many are taken on as keep the classifier busy, and what it
 * says of them is stored.
 */
final class TextTasks implements TaskKind<Taken, Result> {
  private static final long MINUTES_FOR_ONE = 10;
  private static final int FEWEST = 2;

  private final ClassifierNode node;
  private final Taking taking;

  /** Of the last taking. */
  private volatile Classifier classifier;

  TextTasks(ClassifierNode node) {
    this.node = node;
    taking = new Taking(node);
  }

  @Override
  public String name() {
    return "text to be classified";
  }

  @Override
  public int wanted(int inHand) {
    var present = classifier;
    int most = present == null ? FEWEST : Math.max(FEWEST, present.atOnce());
    return 2 * inHand > most ? 0 : most - inHand;
  }

  @Override
  public boolean canEndProcess() {
    return true;
  }

  @Override
  public Took<Taken, Result> take(int most) {
    return took(taking.take(false, most));
  }

  @Override
  public Took<Taken, Result> takeApart() {
    return took(taking.take(true, 1));
  }

  private Took<Taken, Result> took(Taking.Took took) {
    if (took.isNothing()) {
      return Took.nothing();
    }
    classifier = took.classifier();
    return new Took<>(took.open(), took.known());
  }

  @Override
  public CompletionStage<Result> start(Taken task) {
    var present = classifier;
    return node.metrics()
        .classifying(
            () ->
                present
                    .classify(task.sample())
                    .toCompletableFuture()
                    .orTimeout(MINUTES_FOR_ONE, TimeUnit.MINUTES))
        .thenApply(verdict -> new Result(task, present.version(), verdict));
  }

  @Override
  public void settle(Map<Taken, Result> done) {
    node.classifications().settle(List.copyOf(done.values()));
    done.values().stream().map(Result::verdict).filter(Objects::nonNull).forEach(this::count);
  }

  private void count(Verdict verdict) {
    node.metrics().classified(verdict.classifier(), verdict.review());
  }

  @Override
  public void putOff(List<Taken> tasks, String problem) {
    node.tasks().putOff(tasks, problem);
    node.metrics().failed(tasks.size());
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
    return Duration.ofMinutes(1);
  }

  @Override
  public void tend() {
    var waiting = node.tasks().waiting();
    node.metrics().waiting(waiting.all(), waiting.failed());
  }
}
