package io.sluice.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a row up to what its owner says without making the owner wait, one write at a time. What
 * comes while one is under way is written after it, merged into one; while the database is away, it
 * waits. Thread-safe.
 */
public final class WriteBehind<T> {
  private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);
  private static final long AGAIN_SECONDS = 1;

  private final String what;
  private final Consumer<T> write;
  private final BinaryOperator<T> merge;
  private final Executor jdbc;
  private T next;
  private boolean writing;
  private List<Runnable> waitingForThis = new ArrayList<>();
  private List<Runnable> waitingForNext = new ArrayList<>();
  private volatile boolean failing;

  /**
   * @param what is written, for the log
   * @param write writes one, or throws
   * @param merge makes one of an earlier and a later one
   * @param jdbc where it is written
   */
  public WriteBehind(String what, Consumer<T> write, BinaryOperator<T> merge, Executor jdbc) {
    this.what = what;
    this.write = write;
    this.merge = merge;
    this.jdbc = jdbc;
  }

  public synchronized void put(T value) {
    next = next == null ? value : merge.apply(next, value);
    if (!writing) {
      writing = true;
      jdbc.execute(this::writeAll);
    }
  }

  /**
   * Calls when all that was put until now is written: at once, if it is. What is put later is not
   * waited for. The call must not take long.
   */
  public synchronized void whenWritten(Runnable call) {
    if (!writing) {
      call.run();
    } else if (next == null) {
      waitingForThis.add(call);
    } else {
      waitingForNext.add(call);
    }
  }

  private void writeAll() {
    for (var value = take(); value != null; value = take()) {
      try {
        write.accept(value);
        failing = false;
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.warn("{} cannot be written yet, and is tried again: {}", what, e.getMessage());
        }
        failing = true;
        giveBack(value);
        CompletableFuture.delayedExecutor(AGAIN_SECONDS, TimeUnit.SECONDS, jdbc)
            .execute(this::writeAll);
        return;
      }
    }
  }

  /** The last one is written now. */
  private synchronized T take() {
    var value = next;
    var called = waitingForThis;
    next = null;
    waitingForThis = waitingForNext;
    waitingForNext = new ArrayList<>();
    writing = value != null;
    called.forEach(Runnable::run);
    return value;
  }

  private synchronized void giveBack(T value) {
    next = next == null ? value : merge.apply(value, next);
    waitingForNext.addAll(0, waitingForThis);
    waitingForThis = new ArrayList<>();
  }
}
