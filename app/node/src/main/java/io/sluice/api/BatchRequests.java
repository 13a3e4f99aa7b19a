package io.sluice.api;

import io.sluice.batch.Batch;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.pattern.StatusReply;

/** Asks batches to do something, wherever they are; what they refuse is a problem. */
final class BatchRequests {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ClusterSharding sharding;

  BatchRequests(ActorSystem<?> system) {
    sharding = ClusterSharding.get(system);
  }

  /** Completes with how the batch stands then. */
  CompletionStage<Batch.Update> ask(
      long batch, Function<ActorRef<StatusReply<Batch.Update>>, Batch.Request> request) {
    return sharding
        .entityRefFor(Batch.KEY, Long.toString(batch))
        .<Batch.Update>askWithStatus(request::apply, PATIENCE)
        .exceptionally(
            failure -> {
              throw Refusals.problem("batch", failure);
            });
  }
}
