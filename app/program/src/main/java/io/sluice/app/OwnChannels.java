package io.sluice.app;

import io.sluice.channel.Channel;
import io.sluice.node.Node;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the channels of this process's own node what to collect, and at the end to pause. */
final class OwnChannels {
  private static final Logger LOG = LoggerFactory.getLogger(OwnChannels.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** So often without an answer, on a busy machine, is nothing to tell of. */
  private static final int TOLD_EACH = 10;

  private final Node node;
  private final Collection<FollowedChannel> channels;
  private final Map<FollowedChannel, Integer> unanswered = new HashMap<>();
  private final Map<FollowedChannel, Long> calledAt = new HashMap<>();
  private boolean interrupted;

  OwnChannels(Node node, Collection<FollowedChannel> channels) {
    this.node = node;
    this.channels = channels;
  }

  /** Has a channel that is not at its end collect its source, and sees to it that it does. */
  synchronized void tend(FollowedChannel channel) {
    if (channel.isToBeAsked() && interrupted) {
      channel.end();
    } else if (channel.isToBeAsked()) {
      channel.asking();
      collect(channel);
    } else if (System.nanoTime() - calledAt.get(channel) > PATIENCE.toNanos()) {
      // One whose actor has died is there again when it is called.
      call(channel).tell(new Channel.Wake());
    }
  }

  /** Its row tells of this only when the channel has answered: before, it speaks of what was. */
  private void collect(FollowedChannel channel) {
    var collection = new Channel.Collection(channel.name(), channel.source());
    call(channel)
        .<Channel.Update>askWithStatus(
            replyTo -> new Channel.Collect(collection, replyTo), PATIENCE)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                channel.asked();
              } else {
                tellOf(channel, failure);
                channel.refused();
              }
            });
  }

  private EntityRef<Channel.Command> call(FollowedChannel channel) {
    calledAt.put(channel, System.nanoTime());
    return node.channel(channel.id());
  }

  private synchronized void tellOf(FollowedChannel channel, Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof TimeoutException)) {
      LOG.warn(
          "{}: could not be told to collect, and is told again: {}",
          channel.name(),
          cause.getMessage());
      return;
    }
    int times = unanswered.merge(channel, 1, Integer::sum);
    if (times % TOLD_EACH == 0) {
      LOG.warn(
          "{}: has not answered for {} s, and is told again to collect: this machine or the"
              + " database is busy",
          channel.name(),
          times * PATIENCE.toSeconds());
    }
  }

  /** Has everything that is on its way be stored, and no more. */
  synchronized void pause() {
    interrupted = true;
    channels.stream()
        .filter(channel -> !channel.isDone())
        .forEach(
            channel -> call(channel).<Channel.Update>askWithStatus(Channel.Pause::new, PATIENCE));
  }
}
