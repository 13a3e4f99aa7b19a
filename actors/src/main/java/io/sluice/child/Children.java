package io.sluice.child;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/**
 * A pool of child processes of one kind: requests go in, and come back answered or with how they
 * ended their child. A child starts when it is needed. Thread-safe.
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
   * Waits for a child and its answer. One that died of a request is replaced.
   *
   * @param limit of time, the start of a JVM included
   * @throws IllegalStateException if a child does not start or was interrupted, which no request is
   *     to blame for
   * @throws InterruptedException if interrupted while waiting; the child is killed
   */
  public ChildAnswer ask(byte[] request, Duration limit) throws InterruptedException {
    free.acquire();
    try {
      return ask(take(), request, limit);
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
    return !closed && child.asked() < spec.requests() && idle.add(child);
  }

  /** Ends those that are idle; those at work end with their request. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(Child::close);
    idle.clear();
  }
}
