package io.sluice.origin;

import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** Gives those who wait their turn: at its pace, and only while the node has the licence to. */
final class Turns {
  /** Timers are coarse: what they are late by may be made up for, so much at most. */
  private static final long LOT_MILLIS = 25;

  private static final long LICENCE_AGAIN_MILLIS = 200;

  private final Pace pace;
  private final Clock clock;
  private final BooleanSupplier licence;
  private final WaitingLine waiting = new WaitingLine();
  private long nextAt;

  Turns(Pace pace, Clock clock, BooleanSupplier licence) {
    this.pace = pace;
    this.clock = clock;
    this.licence = licence;
  }

  /**
   * Whoever gave permits before may have given one just now, so the first request waits its gap.
   */
  void begin() {
    nextAt = clock.millis() + pace.gapMillis();
  }

  void add(Origin.Acquire command) {
    long now = clock.millis();
    waiting.add(
        new WaitingLine.Asker(
            command.priority(),
            now - command.waitedMillis(),
            now,
            now + command.patienceMillis(),
            command.replyTo()),
        now);
  }

  /**
   * Gives the permit to those whose turn has come.
   *
   * @return in how many milliseconds to call again; empty if nobody waits
   */
  OptionalLong give(Permit permit) {
    long now = clock.millis();
    if (nextAt - now > pace.longestGapMillis()) {
      nextAt = now + pace.gapMillis();
    }
    // Asked before each one: the process may have been frozen since the last.
    while (nextAt <= now && licence.getAsBoolean()) {
      var asker = waiting.next(now);
      if (asker == null) {
        return OptionalLong.empty();
      }
      asker.replyTo().tell(Origin.Answer.permitted(permit, now - asker.came()));
      nextAt = Math.max(nextAt, now - LOT_MILLIS) + pace.gapMillis();
    }
    if (waiting.isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(nextAt > now ? nextAt - now : LICENCE_AGAIN_MILLIS);
  }

  /** Sends all away who wait. */
  List<WaitingLine.Asker> removeAll() {
    return waiting.removeAll();
  }
}
