package io.sluice.api;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.pattern.StatusReply;

/**
 * Asks channels or batches to do something, wherever they are; what they refuse is a problem.
 *
 * @param <C> what they understand
 * @param <U> what they answer: how they stand then
 */
final class EntityRequests<C, U> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ClusterSharding sharding;
  private final EntityTypeKey<C> key;

  EntityRequests(ActorSystem<?> system, EntityTypeKey<C> key) {
    sharding = ClusterSharding.get(system);
    this.key = key;
  }

  CompletionStage<U> ask(long entity, Function<ActorRef<StatusReply<U>>, ? extends C> command) {
    return sharding
        .entityRefFor(key, Long.toString(entity))
        .<U>askWithStatus(command::apply, PATIENCE)
        .exceptionally(
            failure -> {
              throw Refusals.problem(key.name(), failure);
            });
  }
}
