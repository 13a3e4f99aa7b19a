package io.sluice.channel;

import java.util.HashSet;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;

/** Keeps the sum of what a channel has done, and tells it to watchers and to the log. */
final class ChannelReport {
  private static final int LINE_EVERY = 100;

  private final long channel;
  private final Logger log;
  private final Set<ActorRef<Channel.Update>> watchers = new HashSet<>();
  private Tally tally = Tally.NONE;
  private long startedAt = System.nanoTime();
  private long logged;

  ChannelReport(long channel, Logger log) {
    this.channel = channel;
    this.log = log;
  }

  void restart() {
    tally = Tally.NONE;
    startedAt = System.nanoTime();
    logged = 0;
  }

  void watch(ActorRef<Channel.Update> watcher) {
    watchers.add(watcher);
  }

  /** Adds a batch, and logs a line for each hundred messages that are full. */
  void add(String name, Progress progress) {
    tally = tally.plus(progress);
    double seconds = (System.nanoTime() - startedAt) / 1e9;
    for (; logged + LINE_EVERY <= tally.read(); logged += LINE_EVERY) {
      log.info(
          "{}: Processed {} messages | Rate: {} msg/sec",
          name,
          logged + LINE_EVERY,
          "%.1f".formatted(tally.read() / seconds));
    }
  }

  /** Whether the source knew of more, the last time that something was stored. */
  boolean isBehind() {
    return tally.fraction() < 1;
  }

  void tell(Channel.Collection collection, Channel.Phase phase, String reason) {
    var update = update(collection, phase, reason);
    watchers.forEach(watcher -> watcher.tell(update));
  }

  Channel.Update update(Channel.Collection collection, Channel.Phase phase, String reason) {
    return new Channel.Update(channel, collection, phase, reason, tally);
  }
}
