package io.sluice.channel;

import io.sluice.ledger.RunStart;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.run.Restarts;
import io.sluice.run.RunFailures;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Tells the log what a channel does, and knows how far it is. */
final class ChannelReport {
  private static final int LINE_EVERY = 100;
  private static final int MOST_OF_CURSOR = 200;

  private final long channel;
  private final Logger log;
  private long read;
  private double fraction;
  private long startedAt = System.nanoTime();
  private long logged;
  private long run;
  private ChannelPhase told;

  ChannelReport(long channel, Logger log) {
    this.channel = channel;
    this.log = log;
  }

  void restart() {
    read = 0;
    fraction = 0;
    startedAt = System.nanoTime();
    logged = 0;
  }

  /** Adds a group, and logs a line for each hundred messages that are full. */
  void add(String name, Progress progress) {
    read += progress.read();
    fraction = progress.fraction();
    double seconds = (System.nanoTime() - startedAt) / 1e9;
    for (; logged + LINE_EVERY <= read; logged += LINE_EVERY) {
      line(Level.INFO)
          .log(
              "{}: Processed {} messages | Rate: {} msg/sec",
              name,
              logged + LINE_EVERY,
              "%.1f".formatted(read / seconds));
    }
  }

  /** Whether the source knew of more, the last time that something was stored. */
  boolean isBehind() {
    return fraction < 1;
  }

  /** Logs that a channel has come to rest, but not the rest in which it was found at the start. */
  void tell(Channel.Collection collection, ChannelPhase phase, String reason) {
    if (phase == told) {
      return;
    }
    boolean atWork = told == ChannelPhase.WAITING || told == ChannelPhase.COLLECTING;
    told = phase;
    switch (phase) {
      case FAILED -> line(Level.WARN).log("{}: failed: {}", collection.name(), reason);
      case PAUSED, COMPLETED, FOLLOWING, REMOVED -> {
        if (atWork) {
          line(Level.INFO).log("{}: {}", collection.name(), phase.column());
        }
      }
      case REGISTERED, WAITING, COLLECTING, REMOVING -> {}
    }
  }

  void takenOver(String name, RunStart start) {
    start
        .before()
        .ifPresent(
            before ->
                line(Level.INFO)
                    .log(
                        "{}: taken over from {}, at {}",
                        name,
                        before,
                        start.cursor().map(ChannelReport::shortened).orElse("its beginning")));
  }

  private static String shortened(String cursor) {
    return cursor.length() <= MOST_OF_CURSOR ? cursor : cursor.substring(0, MOST_OF_CURSOR) + "...";
  }

  void runStarts(String name, long epoch) {
    run = epoch;
    line(Level.INFO).log("Processing channel: {} (ID: {})", name, channel);
  }

  void stumbled(String name, String reason, Throwable cause) {
    line(Level.WARN).log("Error processing channel {}: {}", name, reason);
    line(Level.DEBUG).setCause(cause).log("The failure in full");
  }

  void startsAgain(String name, Duration wait, Restarts restarts) {
    line(Level.INFO)
        .log(
            "{}: starts again in {} ms (failure {} of {} in a row)",
            name,
            wait.toMillis(),
            restarts.failures(),
            restarts.settings().most());
  }

  /** Told when it begins; who reads the log knows then what to do. */
  void waits(String name, String reason, Duration wait, int times) {
    line(times == 1 ? Level.WARN : Level.DEBUG)
        .log("{}: waits, looks again in {} ms: {}", name, wait.toMillis(), reason);
  }

  void goesOn(String name) {
    line(Level.INFO).log("{}: goes on", name);
  }

  void purged(String name) {
    line(Level.INFO).log("{}: removed with all that was stored of it", name);
  }

  void notPurged(String name, Throwable cause) {
    line(Level.WARN)
        .log("{}: is not wholly removed, and is tried again: {}", name, RunFailures.reason(cause));
  }

  /** With the channel's id and its run, for those who look for the lines of one. */
  private LoggingEventBuilder line(Level level) {
    return log.atLevel(level).addKeyValue("channel", channel).addKeyValue("run", run);
  }
}
