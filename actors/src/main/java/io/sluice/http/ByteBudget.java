package io.sluice.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The memory that all bodies and files that this process reads may take together. The estimate of
 * one goes in before it is read; who does not fit waits without a thread, in the order of coming.
 */
public final class ByteBudget {
  private final long total;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private long used;

  private record Waiting(long bytes, CompletableFuture<Void> turn) {}

  /** A budget of which nothing is used. */
  public ByteBudget(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a budget must be at least 1 byte, was " + bytes);
    }
    total = bytes;
  }

  public long totalBytes() {
    return total;
  }

  public synchronized long bytesInUse() {
    return used;
  }

  /** Completes when so many bytes, or all there are, belong to the caller. */
  public CompletionStage<Void> acquire(long bytes) {
    var next = new Waiting(Math.min(bytes, total), new CompletableFuture<>());
    synchronized (this) {
      waiting.add(next);
    }
    admit();
    return next.turn();
  }

  /** Takes back bytes of an {@link #acquire}, in one or several parts. */
  public void release(long bytes) {
    synchronized (this) {
      used -= bytes;
    }
    admit();
  }

  private void admit() {
    // Outside the lock, since what waits goes on in this thread.
    fitting().forEach(next -> next.turn().complete(null));
  }

  private synchronized List<Waiting> fitting() {
    var fitting = new ArrayList<Waiting>();
    while (!waiting.isEmpty() && used + waiting.element().bytes() <= total) {
      used += waiting.element().bytes();
      fitting.add(waiting.remove());
    }
    return fitting;
  }
}
