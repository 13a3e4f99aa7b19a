package io.sluice.website;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The gate of one host: who may go there now, and who waits. Times are those of a clock such as
 * {@link System#nanoTime}. Not thread-safe: whoever has it locks it.
 */
final class HostGate {
  /** What one of those takes at most, and at least, by which the next one is told to come. */
  private static final Duration LONGEST_STEP = Duration.ofSeconds(5);

  private static final Duration SHORTEST_STEP = Duration.ofMillis(100);

  /** Requests that wait for one host; what comes then is told to come again. */
  private static final int LONGEST_LINE = 4;

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

  private final CompletionStage<Duration> lease;

  /** Those that wait for the lease. */
  private int pending;

  /** By a site. */
  private boolean taken;

  /** Whether a request is on its way. */
  private boolean asked;

  /** Whether another node has it by now. */
  private boolean lost;

  private boolean alarmed;
  private final Deque<CompletableFuture<Entry>> line = new ArrayDeque<>();

  /** When the next request may go there. */
  private long opens;

  /** When the last one of those comes back that were told to. */
  private long lineEnds;

  private long entered;

  /** What sites of it take by now: those of which nothing has to be asked are done at once. */
  private long aSite = SHORTEST_STEP.toNanos();

  /** What lies between two requests to it by now. */
  private long aRequest = Duration.ofSeconds(1).toNanos();

  /**
   * @param lease completes with zero if the host is this node's; else with the time after which to
   *     ask again
   */
  HostGate(CompletionStage<Duration> lease, long now) {
    this.lease = lease;
    opens = now;
    lineEnds = now;
  }

  CompletionStage<Duration> lease() {
    return lease;
  }

  /** Somebody waits for the lease, until {@link #arrived}. */
  void expect() {
    pending++;
  }

  void arrived() {
    pending--;
  }

  /** For one site, until {@link #leave}. */
  Entry enter(long now) {
    if (!taken) {
      taken = true;
      entered = now;
      return Entry.NOW;
    }
    return comeAgain(now, aSite);
  }

  void leave(long now) {
    taken = false;
    aSite = bounded((aSite + now - entered) / 2);
  }

  private static long bounded(long step) {
    return Math.max(SHORTEST_STEP.toNanos(), Math.min(LONGEST_STEP.toNanos(), step));
  }

  /**
   * @return completes when it is this one's turn, or when it is told to come again, by {@link #due}
   */
  CompletionStage<Entry> lineUp(long now) {
    if (line.size() == LONGEST_LINE) {
      return CompletableFuture.completedFuture(comeAgain(now, aRequest));
    }
    var mine = new CompletableFuture<Entry>();
    line.add(mine);
    return mine;
  }

  /** One after another. */
  private Entry comeAgain(long now, long step) {
    lineEnds = later(lineEnds, now) + step;
    return new Entry(Duration.ofNanos(lineEnds - now), true);
  }

  /** No request is on its way any more, and the next one may go when the pause is over. */
  void answered(long now, Duration pause) {
    asked = false;
    aRequest = bounded(pause.toNanos());
    close(now + pause.toNanos());
  }

  void close(long pauseEnds) {
    opens = later(opens, pauseEnds);
  }

  int waiting() {
    return line.size();
  }

  /** Another node has it: nobody goes there any more, and who is there leaves. */
  void lose() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  boolean isInUse() {
    return taken || asked;
  }

  boolean isIdle(long now) {
    return pending == 0 && !isInUse() && line.isEmpty() && opens - now <= 0;
  }

  /**
   * Who is to be told what, now that something has changed.
   *
   * @param alarm sees to it that {@link #woken} is called after that time, and this again
   */
  List<Runnable> due(long now, Consumer<Duration> alarm) {
    if (asked || line.isEmpty()) {
      return List.of();
    }
    var wait = Duration.ofNanos(Math.max(0, opens - now));
    if (wait.isZero()) {
      asked = true;
      var next = line.removeFirst();
      return List.of(() -> next.complete(Entry.NOW));
    }
    if (wait.compareTo(HostGates.LONGEST_WAIT) > 0) {
      return sendAway(wait);
    }
    if (alarmed) {
      return List.of();
    }
    alarmed = true;
    return List.of(() -> alarm.accept(wait));
  }

  /** It will be closed for longer than is waited for. */
  private List<Runnable> sendAway(Duration wait) {
    var told = new ArrayList<Runnable>();
    for (var again = wait; !line.isEmpty(); again = again.plusNanos(aRequest)) {
      told.add(telling(line.removeFirst(), new Entry(again, false)));
    }
    return told;
  }

  /** Nobody waits here any more. */
  List<Runnable> sendAway(Entry entry) {
    var told = line.stream().map(one -> telling(one, entry)).toList();
    line.clear();
    return told;
  }

  private static Runnable telling(CompletableFuture<Entry> one, Entry entry) {
    return () -> one.complete(entry);
  }

  void woken() {
    alarmed = false;
  }

  /** Such clocks go over their end and on from the other one. */
  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }
}
