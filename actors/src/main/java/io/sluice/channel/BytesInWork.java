package io.sluice.channel;

import io.sluice.http.ByteBudget;
import java.util.concurrent.CompletionStage;

/**
 * What the messages of one run take of the node's memory: taken when a message comes, given back
 * when it is stored, and what is left when the run is over. Thread-safe.
 */
final class BytesInWork {
  private final ByteBudget budget;
  private long held;
  private boolean over;

  BytesInWork(ByteBudget budget) {
    this.budget = budget;
  }

  /** Completes with the message when there is room for it; one larger than all has all. */
  <C extends Record> CompletionStage<Arrival<C>> take(Arrival<C> arrival) {
    long bytes = part(arrival.weight());
    return budget
        .acquire(bytes)
        .thenApply(
            turn -> {
              hold(bytes);
              return arrival;
            });
  }

  private long part(long weight) {
    return Math.min(weight, budget.totalBytes());
  }

  private void hold(long bytes) {
    synchronized (this) {
      if (!over) {
        held += bytes;
        return;
      }
    }
    budget.release(bytes);
  }

  /** These are stored. */
  <C extends Record> void giveBack(Iterable<Handled<C>> stored) {
    long bytes = 0;
    for (var handled : stored) {
      bytes += part(handled.weight());
    }
    synchronized (this) {
      bytes = Math.min(bytes, held);
      held -= bytes;
    }
    budget.release(bytes);
  }

  /** A group that is larger leaves no room for the next to come while it is stored. */
  long mostOfGroup(long wanted) {
    return Math.max(1, Math.min(wanted, budget.totalBytes() / 4));
  }

  /** Gives back what is left, also what is still waited for. */
  void close() {
    long bytes;
    synchronized (this) {
      over = true;
      bytes = held;
      held = 0;
    }
    budget.release(bytes);
  }
}
