package io.sluice.origin;

import io.sluice.ledger.ClosedOrigins;
import io.sluice.ledger.WriteBehind;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.slf4j.Logger;

/** Tells people that an origin is closed, for how long yet, and when it is open again. */
final class ClosingNotice {
  /** Answers to requests that were on their way together name the same time, rounded. */
  private static final long SAME_TIME_MILLIS = 1000;

  private final OriginName name;
  private final ClosedOrigins closed;
  private final WriteBehind<Runnable> row;
  private final Logger log;
  private long toldUntil;

  ClosingNotice(OriginName name, ClosedOrigins closed, Executor jdbc, Logger log) {
    this.name = name;
    this.closed = closed;
    row =
        new WriteBehind<>(
            "%s: until when it is closed".formatted(name),
            Runnable::run,
            (earlier, later) -> later,
            jdbc);
    this.log = log;
  }

  void closed(Origin.State state, long left) {
    var until = Instant.ofEpochMilli(state.untilMillis());
    row.put(() -> closed.close(name.toString(), until, state.reason()));
    if (state.untilMillis() > toldUntil + SAME_TIME_MILLIS) {
      log.warn("{}: closed for {}: {}", name, Countdown.words(left), state.reason());
    }
    toldUntil = state.untilMillis();
  }

  void stillClosed(long left) {
    log.info("{}: closed for another {}", name, Countdown.words(left));
  }

  /** It was found open at its start, whatever anybody was told before. */
  void foundOpen(Origin.State state) {
    var until = Instant.ofEpochMilli(state.untilMillis());
    row.put(() -> closed.open(name.toString(), until));
  }

  void open(Origin.State state) {
    if (toldUntil > 0) {
      toldUntil = 0;
      foundOpen(state);
      log.info("{}: open again", name);
    }
  }
}
