package io.sluice.website;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Does something after a short time, in which more of its kind may come together.
 *
 * @param threads on which it is done
 */
record Moment(Duration length, Executor threads) {

  /**
   * @param refused told instead, if there are no threads any more
   */
  void afterwards(Runnable work, Consumer<RejectedExecutionException> refused) {
    // By the timer's own thread, which does no more than hand it on.
    CompletableFuture.delayedExecutor(length.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
        .execute(
            () -> {
              try {
                threads.execute(work);
              } catch (RejectedExecutionException e) {
                refused.accept(e);
              }
            });
  }
}
