package io.sluice.website;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One site of a host at a time, and a pause between its requests. A chunk has all rows of a
 * registered domain, so what one node knows is enough. Thread-safe.
 */
final class HostGates {
  /** What a site takes, about, by which the next one of the same host is told to come. */
  private static final Duration A_SITE = Duration.ofSeconds(5);

  /** What is asked for more is not waited for. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final LongSupplier nanos;
  private final Map<String, Gate> gates = new HashMap<>();
  private long swept;

  private static final class Gate {
    private boolean taken;

    /** When the next request may go there. */
    private long opens;

    /** When the last one of those comes back that were told to. */
    private long lineEnds;
  }

  /**
   * @param nanos a clock such as {@link System#nanoTime}
   */
  HostGates(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Takes a host for one site.
   *
   * @return zero if it is the caller's now; else after what time to come again
   */
  synchronized Duration enter(String host) {
    long now = nanos.getAsLong();
    sweep(now);
    var gate = gates.computeIfAbsent(host, unknown -> fresh(now));
    if (!gate.taken) {
      gate.taken = true;
      return Duration.ZERO;
    }
    gate.lineEnds = later(gate.lineEnds, now) + A_SITE.toNanos();
    return Duration.ofNanos(gate.lineEnds - now);
  }

  private static Gate fresh(long now) {
    var gate = new Gate();
    gate.opens = now;
    gate.lineEnds = now;
    return gate;
  }

  /** In what time the next request may go. */
  synchronized Duration opensIn(String host) {
    var gate = gates.get(host);
    long wait = gate == null ? 0 : gate.opens - nanos.getAsLong();
    return Duration.ofNanos(Math.max(0, wait));
  }

  /**
   * When the next request may go: in this time, which is the caller's turn then.
   *
   * @param delay that is to pass until the one after it
   */
  synchronized Duration turn(String host, Duration delay) {
    long now = nanos.getAsLong();
    var gate = gates.computeIfAbsent(host, unknown -> fresh(now));
    long at = later(now, gate.opens);
    gate.opens = at + delay.toNanos();
    return Duration.ofNanos(at - now);
  }

  /** An answer has come: the pause begins now. */
  synchronized void answered(String host, Duration delay) {
    var gate = gates.get(host);
    if (gate != null) {
      gate.opens = later(gate.opens, nanos.getAsLong() + delay.toNanos());
    }
  }

  /** It asks to be left alone for so long. */
  synchronized void close(String host, Duration pause) {
    long now = nanos.getAsLong();
    var gate = gates.computeIfAbsent(host, unknown -> fresh(now));
    var bounded = pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    gate.opens = later(gate.opens, now + bounded.toNanos());
  }

  /** The site is done with. */
  synchronized void leave(String host) {
    var gate = gates.get(host);
    if (gate != null) {
      gate.taken = false;
    }
  }

  /** Such clocks go over their end and on from the other one. */
  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  /** Hosts that nobody waits for are forgotten, now and then. */
  private void sweep(long now) {
    if (now - swept > A_SITE.toNanos()) {
      swept = now;
      gates
          .values()
          .removeIf(gate -> !gate.taken && gate.opens - now < 0 && gate.lineEnds - now < 0);
    }
  }
}
