package io.sluice.website;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One site of a host at a time, one request at a time to it, and a pause between these, whoever
 * asks: also sites of other hosts that send us on to it, and other nodes. Thread-safe.
 */
final class HostGates {
  /** A longer pause is waited for elsewhere: who waits here holds a place. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** What is asked for more is not waited for at all. */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /** How long a host is this node's that does not say so again. */
  static final Duration LEASE = Duration.ofSeconds(15);

  private static final Duration LOOK = Duration.ofSeconds(4);

  /** What a site takes, about, by which the next one of the same host is told to come. */
  private static final Duration A_SITE = Duration.ofSeconds(5);

  /** Requests that wait for one host; what comes then is told to come again. */
  private static final int LONGEST_LINE = 4;

  private final Sharing sharing;
  private final LongSupplier nanos;
  private final Alarm alarm;
  private final Map<String, Gate> gates = new HashMap<>();
  private boolean looking;

  /** Does something in a while. */
  interface Alarm {
    void in(Duration time, Runnable task);
  }

  /** Whose hosts are, among nodes. */
  interface Sharing {
    /**
     * Completes with zero if it is this node's now; else with the time after which to ask again.
     */
    CompletionStage<Duration> take(String host);

    /**
     * They are in use still. Completes with those that are another node's by now, and the time
     * after which to ask again.
     */
    CompletionStage<Map<String, Duration>> keep(Collection<String> hosts);

    void giveBack(Collection<String> hosts);
  }

  /**
   * What somebody is told who wants to go.
   *
   * @param after zero for now; else when to come again
   * @param crowded whether he waits for others, and not for the end of a pause
   */
  record Entry(Duration after, boolean crowded) {
    static final Entry NOW = new Entry(Duration.ZERO, false);

    boolean isNow() {
      return after.isZero();
    }
  }

  private static final class Gate {
    private CompletionStage<Duration> lease;

    /** Those that wait for the lease. */
    private int pending;

    /** By a site. */
    private boolean taken;

    /** Whether a request is on its way. */
    private boolean asked;

    private boolean alarmed;
    private final Deque<CompletableFuture<Entry>> line = new ArrayDeque<>();

    /** When the next request may go there. */
    private long opens;

    /** When the last one of those comes back that were told to. */
    private long lineEnds;

    boolean isIdle(long now) {
      return pending == 0 && !taken && !asked && line.isEmpty() && opens - now <= 0;
    }
  }

  /**
   * Those of a node, by its clock.
   *
   * @param threads on which who has waited goes on
   */
  HostGates(Sharing sharing, Executor threads) {
    this(
        sharing,
        System::nanoTime,
        (time, task) ->
            CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS, threads)
                .execute(task));
  }

  /**
   * @param nanos a clock such as {@link System#nanoTime}
   */
  HostGates(Sharing sharing, LongSupplier nanos, Alarm alarm) {
    this.sharing = sharing;
    this.nanos = nanos;
    this.alarm = alarm;
  }

  /**
   * Takes a host for one site.
   *
   * @return completes with whether it is the caller's now, until {@link #leave}
   */
  CompletionStage<Entry> enter(String host) {
    return withLease(host, gate -> CompletableFuture.completedFuture(entered(gate)));
  }

  private synchronized Entry entered(Gate gate) {
    if (!gate.taken) {
      gate.taken = true;
      return Entry.NOW;
    }
    return comeAgain(gate, nanos.getAsLong());
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
   * @return completes with now when it is the caller's, until {@link #answered}
   */
  CompletionStage<Entry> turn(String host) {
    return withLease(host, gate -> lineUp(host, gate));
  }

  private CompletionStage<Entry> lineUp(String host, Gate gate) {
    var mine = new CompletableFuture<Entry>();
    synchronized (this) {
      if (gate.line.size() == LONGEST_LINE) {
        return CompletableFuture.completedFuture(comeAgain(gate, nanos.getAsLong()));
      }
      gate.line.add(mine);
    }
    advance(host);
    return mine;
  }

  private interface Step {
    CompletionStage<Entry> with(Gate gate);
  }

  /** Goes on as soon as the host is known to be this node's, which most are at once. */
  private CompletionStage<Entry> withLease(String host, Step step) {
    Gate gate;
    synchronized (this) {
      gate = gate(host);
      gate.pending++;
    }
    return gate.lease
        .whenComplete((wait, failure) -> forgetUnless(failure == null && wait.isZero(), host, gate))
        .thenCompose(
            wait ->
                wait.isZero()
                    ? step.with(gate)
                    : CompletableFuture.completedFuture(new Entry(wait, true)))
        .whenComplete((entry, failure) -> arrived(gate));
  }

  private synchronized void forgetUnless(boolean ours, String host, Gate gate) {
    if (!ours) {
      gates.remove(host, gate);
    }
  }

  private synchronized void arrived(Gate gate) {
    gate.pending--;
  }

  private Gate gate(String host) {
    var known = gates.get(host);
    if (known != null) {
      return known;
    }
    var gate = new Gate();
    gate.opens = nanos.getAsLong();
    gate.lineEnds = gate.opens;
    gate.lease = sharing.take(host);
    gates.put(host, gate);
    look();
    return gate;
  }

  /** One after another. */
  private static Entry comeAgain(Gate gate, long now) {
    gate.lineEnds = later(gate.lineEnds, now) + A_SITE.toNanos();
    return new Entry(Duration.ofNanos(gate.lineEnds - now), true);
  }

  /** An answer has come, or none will: others may go when the pause is over, which begins now. */
  void answered(String host, Duration delay) {
    synchronized (this) {
      var gate = gates.get(host);
      if (gate != null) {
        gate.asked = false;
        gate.opens = later(gate.opens, nanos.getAsLong() + delay.toNanos());
      }
    }
    advance(host);
  }

  /** It asks to be left alone for so long. */
  void close(String host, Duration pause) {
    synchronized (this) {
      var gate = gates.get(host);
      if (gate != null) {
        var bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        gate.opens = later(gate.opens, nanos.getAsLong() + bounded.toNanos());
      }
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
      told.add(() -> next.complete(Entry.NOW));
    } else if (wait.compareTo(LONGEST_WAIT) > 0) {
      for (var again = wait; !gate.line.isEmpty(); again = again.plus(A_SITE)) {
        var next = gate.line.removeFirst();
        var entry = new Entry(again, false);
        told.add(() -> next.complete(entry));
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

  /** Now and then, as long as there are any. */
  private void look() {
    if (!looking) {
      looking = true;
      alarm.in(LOOK, this::sweep);
    }
  }

  /** Hosts that nobody waits for are forgotten, and the others kept. */
  private synchronized void sweep() {
    long now = nanos.getAsLong();
    var idle =
        gates.entrySet().stream()
            .filter(gate -> gate.getValue().isIdle(now))
            .map(Map.Entry::getKey)
            .toList();
    gates.keySet().removeAll(idle);
    looking = false;
    if (!idle.isEmpty()) {
      sharing.giveBack(idle);
    }
    if (!gates.isEmpty()) {
      var ours =
          gates.entrySet().stream()
              .filter(gate -> gate.getValue().lease.toCompletableFuture().isDone())
              .map(Map.Entry::getKey)
              .toList();
      sharing.keep(ours).thenAccept(this::lost);
      look();
    }
  }

  /** Another node has them, since this one said nothing for too long: all come again. */
  private void lost(Map<String, Duration> others) {
    var told = new ArrayList<Runnable>();
    synchronized (this) {
      others.forEach(
          (host, wait) -> {
            var gate = gates.remove(host);
            if (gate != null) {
              gate.line.forEach(one -> told.add(() -> one.complete(new Entry(wait, true))));
            }
          });
    }
    told.forEach(Runnable::run);
  }
}
