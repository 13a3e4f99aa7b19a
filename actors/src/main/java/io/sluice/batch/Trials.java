package io.sluice.batch;

import io.sluice.ledger.Fence;
import io.sluice.ledger.batch.ChunkItems;
import io.sluice.ledger.batch.Item;
import io.sluice.metrics.Stage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has items of a chunk pass one stage. One that a process may have died of, or that takes too long,
 * is tried apart, one at a time, and counted before that in the ledger: whatever becomes of this
 * process, it is not tried for ever.
 */
final class Trials<R> {
  private static final Logger LOG = LoggerFactory.getLogger(Trials.class);

  private final BatchNode node;
  private final ItemStage<R> stage;
  private final Chunk.Order order;
  private final Fence fence;
  private final ChunkItems ledger;
  private final Executor jdbc;
  private final ItemsWanted wanted;

  /**
   * @param wanted false when the run is over
   */
  Trials(
      BatchNode node,
      ItemStage<R> stage,
      Chunk.Order order,
      Fence fence,
      ChunkItems ledger,
      Executor jdbc,
      ItemsWanted wanted) {
    this.node = node;
    this.stage = stage;
    this.order = order;
    this.fence = fence;
    this.ledger = ledger;
    this.jdbc = jdbc;
    this.wanted = wanted;
  }

  /** Never {@link ItemOutcome.Died} unless the item may not be tried again. */
  CompletionStage<ItemOutcome<R>> of(Item item, boolean suspect) {
    var outcome = suspect || item.attempts() > 0 ? apart(item) : unlessItDies(item);
    // Also of one that waits for its turn.
    return wanted.outcome(outcome.toCompletableFuture());
  }

  private CompletionStage<ItemOutcome<R>> unlessItDies(Item item) {
    return once(item, false)
        .thenCompose(
            outcome -> {
              if (outcome instanceof ItemOutcome.Died<R> died) {
                LOG.warn(
                    "{}: item {} in stage {} {}: it is tried apart",
                    order.name(),
                    item.number(),
                    stage.name(),
                    died.how());
                return apart(item);
              }
              return CompletableFuture.completedFuture(outcome);
            });
  }

  /** Each trial waits for its turn, so that one that takes long holds up others but once. */
  private CompletionStage<ItemOutcome<R>> apart(Item item) {
    return node.turns()
        .next(() -> tryApart(item))
        .thenCompose(
            tried ->
                tried.isPresent() ? CompletableFuture.completedFuture(tried.get()) : apart(item));
  }

  /** Empty if it may be tried again. */
  private CompletionStage<Optional<ItemOutcome<R>>> tryApart(Item item) {
    if (!wanted.getAsBoolean()) {
      return CompletableFuture.completedFuture(Optional.of(new ItemOutcome.Abandoned<>()));
    }
    return CompletableFuture.supplyAsync(() -> ledger.countAttempt(fence, item.number()), jdbc)
        .thenComposeAsync(attempt -> tryApart(item, attempt), jdbc);
  }

  private CompletionStage<Optional<ItemOutcome<R>>> tryApart(Item item, int attempt) {
    int most = node.settings().maxAttempts();
    if (attempt > most) {
      endTrial(item, false);
      var how = "was in trial " + most + " times when the process ended";
      return CompletableFuture.completedFuture(Optional.of(new ItemOutcome.Died<>(how)));
    }
    return once(item, true)
        .whenCompleteAsync(
            (outcome, failure) -> endTrial(item, outcome instanceof ItemOutcome.Died<R>), jdbc)
        .thenApply(
            outcome ->
                outcome instanceof ItemOutcome.Died<R> && attempt < most
                    ? Optional.empty()
                    : Optional.of(outcome));
  }

  /** Only a death counts: not an answer, nor a child that did not start, nor an end of the run. */
  private void endTrial(Item item, boolean died) {
    ledger.endTrial(fence, item.number(), died);
  }

  private CompletionStage<ItemOutcome<R>> once(Item item, boolean suspect) {
    if (!wanted.getAsBoolean()) {
      return CompletableFuture.completedFuture(new ItemOutcome.Abandoned<>());
    }
    var inTime = new AtomicBoolean(true);
    var work =
        new ItemWork(
            fence,
            order.batch(),
            order.name(),
            item,
            suspect,
            () -> inTime.get() && wanted.getAsBoolean());
    // Apart, the stage has a limit of its own, and needs time to tell of it.
    var limit = node.settings().itemTimeout().multipliedBy(suspect ? 2 : 1);
    var inStage =
        node.metrics()
            .working(order.kind(), stage.name(), () -> inProcess(item, work))
            .toCompletableFuture()
            .copy()
            .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionallyCompose(
                failure -> {
                  inTime.set(false);
                  return failure instanceof TimeoutException
                      ? CompletableFuture.completedFuture(late(limit))
                      : CompletableFuture.failedFuture(failure);
                });
    return wanted.outcome(inStage);
  }

  private CompletionStage<ItemOutcome<R>> inProcess(Item item, ItemWork work) {
    return node.stages()
        .inAsync(Stage.PROCESS, order.name(), "item " + item.number(), () -> stage.work(work));
  }

  private static <R> ItemOutcome<R> late(Duration limit) {
    return new ItemOutcome.Died<>("took longer than " + limit.toMillis() / 1000.0 + " s");
  }
}
