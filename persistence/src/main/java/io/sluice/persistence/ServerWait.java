package io.sluice.persistence;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a program of PostgreSQL for as long as it lives and says something, and tells what: it
 * may have to do a lot after a crash.
 */
final class ServerWait {
  private static final Logger LOG = LoggerFactory.getLogger(ServerWait.class);
  private static final long LOOK_MILLIS = 20;
  private static final long TELL_NANOS = Duration.ofSeconds(10).toNanos();

  /** PostgreSQL tells each ten seconds how far its recovery is. */
  private static final long SILENCE_NANOS = Duration.ofMinutes(2).toNanos();

  private final ServerLog log;
  private final long start;
  private final long began = System.nanoTime();
  private long told = began;
  private long heard = began;
  private String words = "";

  ServerWait(ServerLog log) throws IOException {
    this.log = log;
    start = log.end();
  }

  /**
   * @param what for the log
   * @throws DatabaseException with the program's own words, when it ends before that or hangs
   */
  void until(String what, BooleanSupplier done, BooleanSupplier alive) throws InterruptedException {
    while (!done.getAsBoolean()) {
      if (!alive.getAsBoolean() && !done.getAsBoolean()) {
        throw new DatabaseException(complaint());
      }
      tell(what, System.nanoTime());
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void tell(String what, long now) {
    if (now - told < TELL_NANOS) {
      return;
    }
    told = now;
    var last = log.lastSince(start);
    if (!last.equals(words)) {
      words = last;
      heard = now;
    }
    if (now - heard > SILENCE_NANOS) {
      throw new DatabaseException(
          "it has said nothing for %d s, the last was: %s"
              .formatted(Duration.ofNanos(now - heard).toSeconds(), words));
    }
    LOG.info(
        "Waits for {}, {} s by now: {}", what, Duration.ofNanos(now - began).toSeconds(), words);
  }

  /** What the program complained of since this was made. */
  String complaint() {
    var complaint = log.complaintSince(start);
    return complaint.isEmpty() ? "it ended without a word" : complaint;
  }
}
