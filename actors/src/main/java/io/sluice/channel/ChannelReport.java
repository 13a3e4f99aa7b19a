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

  /** Adds a batch, and logs a line when another hundred messages are full. */
  void add(String name, Progress progress) {
    tally = tally.plus(progress);
    if (tally.read() / LINE_EVERY > logged / LINE_EVERY) {
      logged = tally.read();
      double seconds = (System.nanoTime() - startedAt) / 1e9;
      log.info(
          "{}: Processed {} messages | Rate: {} msg/sec",
          name,
          logged,
          "%.1f".formatted(logged / seconds));
    }
  }

  void tell(Channel.Phase phase, String reason) {
    var update = new Channel.Update(channel, phase, reason, tally);
    watchers.forEach(watcher -> watcher.tell(update));
  }
}
