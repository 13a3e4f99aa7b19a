package io.sluice.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The memory that all bodies in work may take together. It is reserved before a body is there; who
 * gets none waits without a thread, in the order of coming.
 *
 * <p>A body of unknown length reserves more while it comes. So that such bodies never wait for one
 * another, they go before those that have nothing yet, the oldest first; and where they alone hold
 * all the memory, the oldest gets what it asks for, though it is more than there is.
 */
public final class ByteBudget {
  private final long total;
  private final Queue<Waiting> coming = new ArrayDeque<>();
  private final Queue<Waiting> growing =
      new PriorityQueue<>(Comparator.comparingLong(waiting -> waiting.share().number));
  private long used;
  private long usedByGrowing;
  private long shares;
  private boolean admitting;

  private record Waiting(Share share, long bytes, CompletableFuture<Void> turn) {}

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

  /** How many wait for bytes now. */
  public synchronized int waiting() {
    return coming.size() + growing.size();
  }

  /** Completes when so many bytes, or all there are, belong to the caller. */
  public CompletionStage<Void> acquire(long bytes) {
    return share().more(bytes);
  }

  /** Takes back bytes of an {@link #acquire}, in one or several parts. */
  public void release(long bytes) {
    synchronized (this) {
      used -= bytes;
    }
    admit();
  }

  /** What one takes bit by bit; nothing yet. */
  synchronized Share share() {
    shares++;
    return new Share(shares);
  }

  /** What one has taken. Guarded by its budget. */
  final class Share implements AutoCloseable {
    private final long number;
    private long held;
    private boolean closed;

    private Share(long number) {
      this.number = number;
    }

    /** Completes when so many bytes more belong to it; never, if it was closed before. */
    CompletionStage<Void> more(long bytes) {
      var next = new Waiting(this, Math.min(bytes, total), new CompletableFuture<>());
      synchronized (ByteBudget.this) {
        if (!closed && held == 0) {
          coming.add(next);
        } else if (!closed) {
          growing.add(next);
          usedByGrowing += held;
        }
      }
      admit();
      return next.turn();
    }

    /** Gives back what it holds beyond this. */
    void reduceTo(long bytes) {
      long over;
      synchronized (ByteBudget.this) {
        over = Math.max(0, held - bytes);
        held -= over;
      }
      release(over);
    }

    /** Gives back all, once, and asks for no more. */
    @Override
    public void close() {
      synchronized (ByteBudget.this) {
        closed = true;
        coming.removeIf(waiting -> waiting.share() == this);
        if (growing.removeIf(waiting -> waiting.share() == this)) {
          usedByGrowing -= held;
        }
      }
      reduceTo(0);
    }
  }

  /**
   * Outside the lock, since what waits goes on in this thread. Who gives back meanwhile, perhaps in
   * here, is seen by who admits already: else each would stand on the stack of the one before.
   */
  private void admit() {
    synchronized (this) {
      if (admitting) {
        return;
      }
      admitting = true;
    }
    for (var next = fitting(); !next.isEmpty(); next = fitting()) {
      next.forEach(one -> one.turn().complete(null));
    }
  }

  /** Who may go on; if nobody, it is left to who comes next to admit them. */
  private synchronized List<Waiting> fitting() {
    var fitting = new ArrayList<Waiting>();
    while (!growing.isEmpty() && (fits(growing.element()) || used == usedByGrowing)) {
      var next = growing.remove();
      usedByGrowing -= next.share().held;
      take(next);
      fitting.add(next);
    }
    while (growing.isEmpty() && !coming.isEmpty() && fits(coming.element())) {
      var next = coming.remove();
      take(next);
      fitting.add(next);
    }
    admitting = !fitting.isEmpty();
    return fitting;
  }

  private boolean fits(Waiting next) {
    return used + next.bytes() <= total;
  }

  private void take(Waiting next) {
    used += next.bytes();
    next.share().held += next.bytes();
  }
}
