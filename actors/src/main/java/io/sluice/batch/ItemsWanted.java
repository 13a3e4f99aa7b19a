package io.sluice.batch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Whether a run wants its items: none begins a stage when it does not any more. Who is in a hurry
 * gives those that are in one a moment to come out of it; whatever hangs there is then given up, so
 * that nobody waits for it. Thread-safe.
 */
final class ItemsWanted implements BooleanSupplier {
  private static final Duration MOMENT = Duration.ofMillis(400);

  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private volatile boolean wanted = true;

  @Override
  public boolean getAsBoolean() {
    return wanted;
  }

  /** From now on it wants none. */
  void end() {
    wanted = false;
  }

  /** Those that are in a stage have a moment left. */
  void hurry() {
    over.completeOnTimeout(null, MOMENT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What comes of an item in a stage, or that it is given up. */
  <R> CompletionStage<ItemOutcome<R>> outcome(CompletableFuture<ItemOutcome<R>> work) {
    return work.runAfterEither(over, () -> {})
        .thenCompose(
            either ->
                work.isDone()
                    ? work
                    : CompletableFuture.completedFuture(new ItemOutcome.Abandoned<>()));
  }
}
