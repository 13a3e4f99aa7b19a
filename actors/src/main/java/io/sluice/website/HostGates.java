package io.sluice.website;

import io.sluice.website.HostGate.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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

  /** What is told who had it for a moment only. */
  private static final Entry LOST = new Entry(LOOK, true);

  private final Sharing sharing;
  private final LongSupplier nanos;
  private final Alarm alarm;
  private final Map<String, HostGate> gates = new HashMap<>();
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
    return withLease(host, gate -> CompletableFuture.completedFuture(entered(host, gate)));
  }

  private synchronized Entry entered(String host, HostGate gate) {
    return isLost(host, gate) ? LOST : gate.enter(nanos.getAsLong());
  }

  private boolean isLost(String host, HostGate gate) {
    return gates.get(host) != gate || gate.isLost();
  }

  /** The site is done with. */
  synchronized void leave(String host) {
    var gate = gates.get(host);
    if (gate != null) {
      gate.leave(nanos.getAsLong());
      forgetIfLost(host, gate);
    }
  }

  /** Not before who is there has left: the gate that follows would be freed by him. */
  private void forgetIfLost(String host, HostGate gate) {
    if (gate.isLost() && !gate.isInUse()) {
      gates.remove(host);
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

  private CompletionStage<Entry> lineUp(String host, HostGate gate) {
    CompletionStage<Entry> mine;
    synchronized (this) {
      if (isLost(host, gate)) {
        // Nobody would be told here any more.
        return CompletableFuture.completedFuture(LOST);
      }
      mine = gate.lineUp(nanos.getAsLong());
    }
    advance(host);
    return mine;
  }

  private interface Step {
    CompletionStage<Entry> with(HostGate gate);
  }

  /** Goes on as soon as the host is known to be this node's, which most are at once. */
  private CompletionStage<Entry> withLease(String host, Step step) {
    HostGate gate;
    synchronized (this) {
      gate = gate(host);
      gate.expect();
    }
    return gate.lease()
        .whenComplete((wait, failure) -> forgetUnless(failure == null && wait.isZero(), host, gate))
        .thenCompose(
            wait ->
                wait.isZero()
                    ? step.with(gate)
                    : CompletableFuture.completedFuture(new Entry(wait, true)))
        .whenComplete((entry, failure) -> arrived(gate));
  }

  private synchronized void forgetUnless(boolean ours, String host, HostGate gate) {
    if (!ours) {
      gates.remove(host, gate);
    }
  }

  private synchronized void arrived(HostGate gate) {
    gate.arrived();
  }

  private HostGate gate(String host) {
    var known = gates.get(host);
    if (known != null) {
      return known;
    }
    var gate = new HostGate(sharing.take(host), nanos.getAsLong());
    gates.put(host, gate);
    look();
    return gate;
  }

  /** An answer has come, or none will: others may go when the pause is over, which begins now. */
  void answered(String host, Duration delay) {
    synchronized (this) {
      var gate = gates.get(host);
      if (gate != null) {
        gate.answered(nanos.getAsLong(), delay);
        forgetIfLost(host, gate);
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
        gate.close(nanos.getAsLong() + bounded.toNanos());
      }
    }
    advance(host);
  }

  /** Requests that wait for their turn. */
  synchronized int waiting() {
    return gates.values().stream().mapToInt(HostGate::waiting).sum();
  }

  private void advance(String host) {
    // Whoever is told goes on with it, which is nothing to do under the lock.
    due(host).forEach(Runnable::run);
  }

  /** Who is to be told what, now that something has changed. */
  private synchronized List<Runnable> due(String host) {
    var gate = gates.get(host);
    return gate == null
        ? List.of()
        : gate.due(nanos.getAsLong(), wait -> alarm.in(wait, () -> wake(host)));
  }

  private void wake(String host) {
    synchronized (this) {
      var gate = gates.get(host);
      if (gate != null) {
        gate.woken();
      }
    }
    advance(host);
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
              .filter(gate -> gate.getValue().lease().toCompletableFuture().isDone())
              .filter(gate -> !gate.getValue().isLost())
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
            var gate = gates.get(host);
            if (gate != null) {
              told.addAll(gate.sendAway(new Entry(wait, true)));
              gate.lose();
              forgetIfLost(host, gate);
            }
          });
    }
    told.forEach(Runnable::run);
  }
}
