package io.sluice.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many requests are on their way to an endpoint at once: two at first, more as long as more are
 * answered a second for it, and half as many when it says that it is too much. Who gets no place
 * waits, in the order of coming. Thread-safe.
 *
 * <p>What is answered a second is only judged while others wait: else it tells how much there is to
 * ask.
 */
final class Width {
  private static final int FIRST = 2;

  /** By how much a third more has to speed it up. */
  private static final double WORTH = 1.1;

  private static final int LEAST_ANSWERS = 10;

  /** How many times a width that was the best so far is used before a wider one is tried again. */
  private static final int TRUST = 10;

  private final int most;
  private final LongSupplier nanos;
  private final Deque<CompletableFuture<Boolean>> waiting = new ArrayDeque<>();
  private int width;
  private int used;
  private boolean admitting;

  /** How often the width was changed. */
  private long changes;

  private int best;
  private double bestRate;
  private int trust;
  private int toSkip;
  private int answers;
  private long since;

  Width(int most, LongSupplier nanos) {
    this.most = most;
    this.nanos = nanos;
    width = Math.min(FIRST, most);
    best = width;
    begin(0);
  }

  /** What became of a request, as far as it tells of the width. */
  enum Outcome {
    ANSWERED,
    /** It was too much for the endpoint. */
    TOO_MUCH,
    /** It says nothing of that. */
    OTHER
  }

  /** One place, from when it was given. */
  record Place(long changes) {}

  synchronized int width() {
    return width;
  }

  synchronized int used() {
    return used;
  }

  /** Completes with whether there was a place within the patience. */
  CompletionStage<Boolean> enter(Duration patience) {
    synchronized (this) {
      if (used < width) {
        used++;
        return CompletableFuture.completedFuture(true);
      }
      var turn = new CompletableFuture<Boolean>();
      waiting.add(turn);
      turn.completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS);
      return turn;
    }
  }

  synchronized Place place() {
    return new Place(changes);
  }

  void leave(Place place, Outcome outcome) {
    synchronized (this) {
      used--;
      switch (outcome) {
        case ANSWERED -> answered();
        case TOO_MUCH -> tooMuch(place);
        case OTHER -> {}
      }
    }
    admit();
  }

  /**
   * Outside the lock, since what waits goes on in this thread. One that leaves meanwhile, perhaps
   * in here, is seen by who admits already: else each would stand on the stack of the one before.
   */
  private void admit() {
    synchronized (this) {
      if (admitting) {
        return;
      }
      admitting = true;
    }
    for (var next = next(); next != null; next = next()) {
      if (!next.complete(true)) {
        synchronized (this) {
          used--;
        }
      }
    }
  }

  /** Null when nobody else can be admitted now. */
  private synchronized CompletableFuture<Boolean> next() {
    var next = used < width ? waiting.poll() : null;
    while (next != null && next.isDone()) {
      next = waiting.poll();
    }
    if (next == null) {
      admitting = false;
    } else {
      used++;
    }
    return next;
  }

  private void answered() {
    waiting.removeIf(CompletableFuture::isDone);
    if (waiting.isEmpty()) {
      begin(0);
      return;
    }
    if (toSkip > 0) {
      toSkip--;
      since = nanos.getAsLong();
      return;
    }
    answers++;
    if (answers >= Math.max(LEAST_ANSWERS, 3 * width)) {
      judge(answers * 1e9 / Math.max(1, nanos.getAsLong() - since));
    }
  }

  private void judge(double rate) {
    if (width > best && rate < bestRate * WORTH) {
      trust = TRUST;
      change(best);
      return;
    }
    best = width;
    bestRate = rate;
    trust = Math.max(0, trust - 1);
    int wider = Math.min(most, width + Math.max(1, width / 3));
    if (trust == 0 && wider > width) {
      change(wider);
    } else {
      begin(0);
    }
  }

  /** Those that were on their way before have told it already. */
  private void tooMuch(Place place) {
    if (place.changes() == changes) {
      best = Math.max(1, width / 2);
      bestRate = 0;
      trust = TRUST;
      change(best);
    }
  }

  private void change(int to) {
    width = to;
    changes++;
    begin(to);
  }

  /**
   * @param skipped answers to requests that were sent before
   */
  private void begin(int skipped) {
    toSkip = skipped;
    answers = 0;
    since = nanos.getAsLong();
  }
}
