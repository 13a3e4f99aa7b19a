package io.sluice.batch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Has the suspects of a node tried one after another: none waits for a child while its time runs,
 * and a death is that of one alone. Thread-safe.
 */
public final class TrialTurns {

  /** Done when the work that came last is. */
  private CompletionStage<?> last = CompletableFuture.completedFuture(null);

  /** Begins when all that came before is done, also if that failed. */
  synchronized <T> CompletionStage<T> next(Supplier<CompletionStage<T>> work) {
    var done = last.thenCompose(before -> work.get());
    last = done.handle((result, failure) -> null);
    return done;
  }
}
