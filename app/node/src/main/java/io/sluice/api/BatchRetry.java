package io.sluice.api;

import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.ItemRetry;
import io.sluice.run.RunFailures;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has failed items of a batch tried again, some chunks at a time, and tells the batch after each of
 * these: it works on the first while the others are still at their end. Of a node that ends
 * meanwhile the others stay failed.
 */
final class BatchRetry {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRetry.class);
  private static final int SLICE = 20;

  private final ItemRetry items;
  private final Function<BatchRow, CompletionStage<?>> tell;
  private final Blocking blocking;
  private final Duration patience;

  /**
   * @param tell has the batch look for what is pending
   * @param patience after which the answer is given, although more is to be done
   */
  BatchRetry(
      ItemRetry items,
      Function<BatchRow, CompletionStage<?>> tell,
      Blocking blocking,
      Duration patience) {
    this.items = items;
    this.tell = tell;
    this.blocking = blocking;
    this.patience = patience;
  }

  /**
   * What was done until the answer.
   *
   * @param items that are pending again
   * @param goesOn whether there may be more, which will be
   */
  record Retried(long items, boolean goesOn) {}

  CompletionStage<Retried> of(BatchRow batch, ItemRetry.Which which) {
    var retried = new AtomicLong();
    var done =
        blocking
            .run(() -> items.chunks(batch.id()))
            .thenCompose(chunks -> retry(batch, chunks, which, retried));
    done.whenComplete((all, failure) -> log(batch, retried.get(), failure));
    return done.thenApply(all -> false)
        .toCompletableFuture()
        .completeOnTimeout(true, patience.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(goesOn -> new Retried(retried.get(), goesOn));
  }

  private CompletionStage<?> retry(
      BatchRow batch, List<Long> chunks, ItemRetry.Which which, AtomicLong retried) {
    if (chunks.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    int slice = Math.min(SLICE, chunks.size());
    return blocking
        .run(() -> items.retry(chunks.subList(0, slice), which))
        .thenCompose(
            again -> {
              retried.addAndGet(again);
              return again == 0 ? CompletableFuture.completedFuture(null) : tell.apply(batch);
            })
        .thenCompose(told -> retry(batch, chunks.subList(slice, chunks.size()), which, retried));
  }

  private static void log(BatchRow batch, long retried, Throwable failure) {
    if (failure == null) {
      LOG.info("{}: {} items are tried again", batch.name(), retried);
    } else {
      LOG.warn(
          "{}: {} items are tried again, others stay failed: {}",
          batch.name(),
          retried,
          RunFailures.reason(RunFailures.root(failure)));
    }
  }
}
