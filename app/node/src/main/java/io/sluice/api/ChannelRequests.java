package io.sluice.api;

import io.sluice.channel.Channel;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
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
              throw problem(failure);
            });
  }

  private static ProblemException problem(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof StatusReply.ErrorMessage refused) {
      return Problem.of(409, "refused", "The channel refuses: " + refused.getMessage() + ".")
          .remedy("Look at its state, and ask again later.")
          .thrown();
    }
    return Problem.of(503, "no-answer", "The channel gave no answer in time.")
        .remedy(
            "Ask again in some seconds; if that does not help, look at the log and the database.")
        .thrown();
  }
}
