package io.sluice.website;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One site of a host at a time, one request at a time to it, and a pause between these, whoever
 * asks: also sites of other hosts that send us on to it. Thread-safe.
 */
final class HostGates {
  /** A longer pause is waited for elsewhere: who waits here holds a place. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** What is asked for more is not waited for at all. */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /** What a site takes, about, by which the next one of the same host is told to come. */
  private static final Duration A_SITE = Duration.ofSeconds(5);

  /** Requests that wait for one host; what comes then is told to come again. */
  private static final int LONGEST_LINE = 4;

  private final LongSupplier nanos;
  private final Alarm alarm;
  private final Map<String, Gate> gates = new HashMap<>();
  private long swept;

  /** Does something in a while. */
  interface Alarm {
    void in(Duration time, Runnable task);
  }

  private static final class Gate {
    /** By a site. */
    private boolean taken;

    /** Whether a request is on its way. */
    private boolean asked;

    private boolean alarmed;
    private final Deque<CompletableFuture<Duration>> line = new ArrayDeque<>();

    /** When the next request may go there. */
    private long opens;

    /** When the last one of those comes back that were told to. */
    private long lineEnds;

    boolean isIdle(long now) {
      return !taken && !asked && line.isEmpty() && opens - now < 0 && lineEnds - now < 0;
    }
  }

  /** Those of a node, by its clock. */
  HostGates() {
    this(
        System::nanoTime,
        (time, task) ->
            CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS).execute(task));
  }

  /**
   * @param nanos a clock such as {@link System#nanoTime}
   */
  HostGates(LongSupplier nanos, Alarm alarm) {
    this.nanos = nanos;
    this.alarm = alarm;
  }

  /**
   * Takes a host for one site.
   *
   * @return zero if it is the caller's now; else after what time to come again
   */
  synchronized Duration enter(String host) {
    long now = nanos.getAsLong();
    sweep(now);
    var gate = gate(host, now);
    if (!gate.taken) {
      gate.taken = true;
      return Duration.ZERO;
    }
    return comeAgain(gate, now);
  }

  private Gate gate(String host, long now) {
    return gates.computeIfAbsent(
        host,
        unknown -> {
          var gate = new Gate();
          gate.opens = now;
          gate.lineEnds = now;
          return gate;
        });
  }

  /** One after another. */
  private static Duration comeAgain(Gate gate, long now) {
    gate.lineEnds = later(gate.lineEnds, now) + A_SITE.toNanos();
    return Duration.ofNanos(gate.lineEnds - now);
  }

  /** The site is done with. */
  synchronized void leave(String host) {
    var gate = gates.get(host);
    if (gate != null) {
      gate.taken = false;
    }
  }

  /**
   * The turn of a request: when no other is on its way to the host, and the pause is over.
   *
   * @return completes with zero when it is the caller's, until {@link #answered}; else after what
   *     time to come again
   */
  CompletionStage<Duration> turn(String host) {
    var mine = new CompletableFuture<Duration>();
    synchronized (this) {
      long now = nanos.getAsLong();
      var gate = gate(host, now);
      if (gate.line.size() == LONGEST_LINE) {
        return CompletableFuture.completedFuture(comeAgain(gate, now));
      }
      gate.line.add(mine);
    }
    advance(host);
    return mine;
  }

  /** An answer has come, or none will: others may go when the pause is over, which begins now. */
  void answered(String host, Duration delay) {
    synchronized (this) {
      long now = nanos.getAsLong();
      var gate = gate(host, now);
      gate.asked = false;
      gate.opens = later(gate.opens, now + delay.toNanos());
    }
    advance(host);
  }

  /** It asks to be left alone for so long. */
  void close(String host, Duration pause) {
    synchronized (this) {
      long now = nanos.getAsLong();
      var gate = gate(host, now);
      var bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
      gate.opens = later(gate.opens, now + bounded.toNanos());
    }
    advance(host);
  }

  /** Requests that wait for their turn. */
  synchronized int waiting() {
    return gates.values().stream().mapToInt(gate -> gate.line.size()).sum();
  }

  private void advance(String host) {
    // Whoever is told goes on with it, which is nothing to do under the lock.
    due(host).forEach(Runnable::run);
  }

  /** Who is to be told what, now that something has changed. */
  private synchronized List<Runnable> due(String host) {
    long now = nanos.getAsLong();
    var gate = gates.get(host);
    var told = new ArrayList<Runnable>();
    if (gate == null || gate.asked || gate.line.isEmpty()) {
      return told;
    }
    var wait = Duration.ofNanos(Math.max(0, gate.opens - now));
    if (wait.isZero()) {
      gate.asked = true;
      var next = gate.line.removeFirst();
      told.add(() -> next.complete(Duration.ZERO));
    } else if (wait.compareTo(LONGEST_WAIT) > 0) {
      gate.lineEnds = later(gate.lineEnds, gate.opens - A_SITE.toNanos());
      while (!gate.line.isEmpty()) {
        var next = gate.line.removeFirst();
        var again = comeAgain(gate, now);
        told.add(() -> next.complete(again));
      }
    } else if (!gate.alarmed) {
      gate.alarmed = true;
      told.add(() -> alarm.in(wait, () -> wake(host)));
    }
    return told;
  }

  private void wake(String host) {
    synchronized (this) {
      var gate = gates.get(host);
      if (gate != null) {
        gate.alarmed = false;
      }
    }
    advance(host);
  }

  /** Such clocks go over their end and on from the other one. */
  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  /** Hosts that nobody waits for are forgotten, now and then. */
  private void sweep(long now) {
    if (now - swept > A_SITE.toNanos()) {
      swept = now;
      gates.values().removeIf(gate -> gate.isIdle(now));
    }
  }
}
