package io.sluice.app;

import io.sluice.channel.Channel;
import io.sluice.channel.SourceSpec;
import io.sluice.channel.Tally;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.Channels;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What one channel is to collect in this call of the program, and how it stands. Thread-safe: an
 * actor writes it, the display and the report read it.
 */
final class Job {
  private final Channels.Channel channel;
  private final Channels.Counters before;
  private final List<SourceSpec> sources;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final long startedAt = System.nanoTime();
  private int next;
  private Tally earlier = Tally.NONE;
  private Channel.Update last;
  private long endedAt;

  Job(Channels.Channel channel, Channels.Counters before, List<SourceSpec> sources) {
    this.channel = channel;
    this.before = before;
    this.sources = List.copyOf(sources);
    last = waiting();
  }

  Channels.Channel channel() {
    return channel;
  }

  synchronized Channel.Collection current() {
    return new Channel.Collection(channel.name(), sources.get(next));
  }

  /** Notes how the channel stands; true if it is to begin with its next source. */
  synchronized boolean update(Channel.Update update) {
    // What is not of this collection was on its way when the last one ended.
    if (done.isDone() || !current().equals(update.collection())) {
      return false;
    }
    last = update;
    boolean ended =
        switch (update.phase()) {
          case REGISTERED, WAITING, COLLECTING, FOLLOWING -> false;
          case PAUSED, COMPLETED, FAILED, REMOVING, REMOVED -> true;
        };
    if (!ended) {
      return false;
    }
    if (update.phase() == ChannelPhase.COMPLETED && next + 1 < sources.size()) {
      next++;
      earlier = earlier.plus(update.tally());
      last = waiting();
      return true;
    }
    end();
    return false;
  }

  /** Nothing more is to come. */
  synchronized void end() {
    endedAt = System.nanoTime();
    done.complete(null);
  }

  private Channel.Update waiting() {
    return new Channel.Update(channel.id(), current(), ChannelPhase.WAITING, "", Tally.NONE);
  }

  boolean isDone() {
    return done.isDone();
  }

  CompletableFuture<Void> done() {
    return done;
  }

  synchronized Standing standing() {
    return new Standing(
        channel,
        before,
        last.phase(),
        last.reason(),
        earlier.plus(last.tally()),
        (next + last.tally().fraction()) / sources.size(),
        Duration.ofNanos((isDone() ? endedAt : System.nanoTime()) - startedAt),
        isDone(),
        sources.stream().anyMatch(source -> source.limit() > 0));
  }
}
