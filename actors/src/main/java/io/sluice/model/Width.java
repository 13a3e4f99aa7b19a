package io.sluice.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many requests are on their way to an endpoint at once: two at first, twice as many as long as
 * more are answered a second for it, then now and then a third more, and half as many when it says
 * that it is too much. Who gets no place waits, in the order of coming. Thread-safe.
 *
 * <p>What is answered a second is only judged while others wait: else it tells how much there is to
 * ask.
 */
final class Width {
  private static final int FIRST = 2;

  /** By how much a wider one has to speed it up. */
  private static final double WORTH = 1.15;

  private static final int LEAST_ANSWERS = 10;
  private static final int ROUNDS = 3;

  /** Twice as much is told from as much by few answers. */
  private static final int LEAST_ANSWERS_OF_CLIMB = 4;

  private static final int ROUNDS_OF_CLIMB = 2;

  /** How many times a width that was the best so far is used before a wider one is tried again. */
  private static final int TRUST = 10;

  /** Of how fast the best is, the share of what was known before: single looks differ by chance. */
  private static final double MEMORY = 0.75;

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

  /** Until a width is no better than the one before, each is twice that. */
  private boolean climbing = true;

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
    if (answers >= enough()) {
      judge(answers * 1e9 / Math.max(1, nanos.getAsLong() - since));
    }
  }

  private int enough() {
    return climbing
        ? Math.max(LEAST_ANSWERS_OF_CLIMB, ROUNDS_OF_CLIMB * width)
        : Math.max(LEAST_ANSWERS, ROUNDS * width);
  }

  private void judge(double rate) {
    if (width > best && rate < bestRate * WORTH) {
      climbing = false;
      trust = TRUST;
      change(best);
      return;
    }
    bestRate = width > best || bestRate == 0 ? rate : MEMORY * bestRate + (1 - MEMORY) * rate;
    best = width;
    trust = Math.max(0, trust - 1);
    int wider = Math.min(most, climbing ? 2 * width : width + Math.max(1, width / 3));
    if (trust == 0 && wider > width) {
      change(wider);
    } else {
      begin(0);
    }
  }

  /** Those that were on their way before have told it already. */
  private void tooMuch(Place place) {
    if (place.changes() == changes) {
      climbing = false;
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
