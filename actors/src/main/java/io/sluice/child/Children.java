package io.sluice.child;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A pool of child processes of one kind: requests go in, and come back answered or with how they
 * ended their child. A child starts when it is needed, and ends when it is idle. Thread-safe.
 */
public final class Children implements AutoCloseable {
  private final ChildSpec spec;
  private final Semaphore free;
  private final Deque<Child> idle = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param most children at once
   */
  public Children(ChildSpec spec, int most) {
    this.spec = spec;
    free = new Semaphore(most, true);
  }

  /**
   * Waits for a child and its answer. A death counts only in a child that has answered nothing
   * before: else it may come of an earlier request, and this one is asked again, in a new child.
   * One that has taken all its time is not, since it would do so again.
   *
   * @param limit of time in one child, behind its start
   * @throws IllegalStateException if a child does not start or was interrupted, which no request is
   *     to blame for
   * @throws InterruptedException if interrupted while waiting; the child is killed
   */
  public ChildAnswer ask(byte[] request, Duration limit) throws InterruptedException {
    free.acquire();
    try {
      var child = take();
      boolean fresh = child.asked() == 0;
      long begun = System.nanoTime();
      var answer = ask(child, request, limit);
      boolean slow = System.nanoTime() - begun >= limit.toNanos();
      boolean blamed = fresh && !child.wasKilled();
      return blamed || slow || answer instanceof ChildAnswer.Given
          ? answer
          : ask(Child.start(spec), request, limit);
    } finally {
      free.release();
    }
  }

  private ChildAnswer ask(Child child, byte[] request, Duration limit) throws InterruptedException {
    boolean kept = false;
    try {
      var answer = child.ask(request, limit);
      kept = answer instanceof ChildAnswer.Given && keep(child);
      return answer;
    } finally {
      if (!kept) {
        child.close();
      }
    }
  }

  private Child take() {
    for (var child = poll(); child != null; child = poll()) {
      if (child.isAlive()) {
        return child;
      }
    }
    return Child.start(spec);
  }

  private synchronized Child poll() {
    return idle.poll();
  }

  private synchronized boolean keep(Child child) {
    int asked = child.asked();
    if (closed || asked >= spec.requests()) {
      return false;
    }
    idle.add(child);
    CompletableFuture.delayedExecutor(spec.idle().toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> endIfIdle(child, asked));
    return true;
  }

  private synchronized void endIfIdle(Child child, int asked) {
    if (child.asked() == asked && idle.remove(child)) {
      child.close();
    }
  }

  /** Ends those that are idle; those at work end with their request. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(Child::close);
    idle.clear();
  }
}
