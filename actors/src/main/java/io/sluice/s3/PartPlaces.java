package io.sluice.s3;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Who may fill parts, as many as there are buffers for: others wait without a thread, in the order
 * of coming, and not for ever. Thread-safe.
 */
final class PartPlaces {
  private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private final Duration patience;
  private int free;

  PartPlaces(int most, Duration patience) {
    free = most;
    this.patience = patience;
  }

  /** Completes when there is one; fails with a TimeoutException if there is none for long. */
  CompletableFuture<Void> take() {
    synchronized (this) {
      if (free > 0) {
        free--;
        return CompletableFuture.completedFuture(null);
      }
      var turn = new CompletableFuture<Void>();
      waiting.removeIf(CompletableFuture::isDone);
      waiting.add(turn);
      return turn.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  void giveBack() {
    var next = next();
    // One that has waited too long is passed over.
    while (next != null && !next.complete(null)) {
      next = next();
    }
  }

  /** Null if nobody waits: then it is free. */
  private synchronized CompletableFuture<Void> next() {
    var next = waiting.poll();
    free += next == null ? 1 : 0;
    return next;
  }
}
