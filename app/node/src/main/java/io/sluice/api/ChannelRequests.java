package io.sluice.api;

import io.sluice.channel.Channel;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.pattern.StatusReply;

/** Asks channels to do something, wherever they are; what they refuse is a problem. */
final class ChannelRequests {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ClusterSharding sharding;

  ChannelRequests(ActorSystem<?> system) {
    sharding = ClusterSharding.get(system);
  }

  /** Completes with how the channel stands then. */
  CompletionStage<Channel.Update> ask(
      long channel, Function<ActorRef<StatusReply<Channel.Update>>, Channel.Command> command) {
    return sharding
        .entityRefFor(Channel.KEY, Long.toString(channel))
        .<Channel.Update>askWithStatus(command::apply, PATIENCE)
        .exceptionally(
            failure -> {
              throw Refusals.problem("channel", failure);
            });
  }
}
