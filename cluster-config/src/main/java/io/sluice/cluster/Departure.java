package io.sluice.cluster;

import io.sluice.serialization.CborSerializable;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a node hand its work over and leave, when any node asks for it. It begins at once, while the
 * cluster's own way to leave waits until all members have seen that it is wanted.
 */
public final class Departure {
  private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

  private Departure() {}

  /**
   * To leave.
   *
   * @param through the address of the node that asks
   */
  public record Leave(String through, ActorRef<Leaving> replyTo) implements CborSerializable {}

  /**
   * It leaves.
   *
   * @param node its address
   */
  public record Leaving(String node) implements CborSerializable {}

  private static ServiceKey<Leave> key(UUID node) {
    return ServiceKey.create(Leave.class, "departure-" + node);
  }

  /**
   * @param node whose departure this is
   */
  public static Behavior<Leave> create(UUID node) {
    return Behaviors.setup(
        context -> {
          context
              .getSystem()
              .receptionist()
              .tell(Receptionist.register(key(node), context.getSelf()));
          return Behaviors.receive(Leave.class)
              .onMessage(Leave.class, leave -> leave(context, leave))
              .build();
        });
  }

  private static Behavior<Leave> leave(ActorContext<Leave> context, Leave leave) {
    var system = context.getSystem();
    LOG.info("Drains, as an operator asked through {}", leave.through());
    leave.replyTo().tell(new Leaving(Members.self(system)));
    CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterLeavingReason());
    return Behaviors.same();
  }

  /**
   * Asks a node to leave.
   *
   * @return whether it does; false if it gave no answer within that time
   */
  public static CompletionStage<Boolean> ask(ActorSystem<?> system, UUID node, Duration patience) {
    return AskPattern.<Receptionist.Command, Receptionist.Listing>ask(
            system.receptionist(),
            replyTo -> Receptionist.find(key(node), replyTo),
            patience,
            system.scheduler())
        .thenCompose(listing -> ask(system, listing, key(node), patience))
        .exceptionally(failure -> false);
  }

  private static CompletionStage<Boolean> ask(
      ActorSystem<?> system,
      Receptionist.Listing listing,
      ServiceKey<Leave> key,
      Duration patience) {
    var found = listing.getServiceInstances(key).stream().findFirst();
    if (found.isEmpty()) {
      return CompletableFuture.completedFuture(false);
    }
    var self = Members.self(system);
    return AskPattern.<Leave, Leaving>ask(
            found.get(), replyTo -> new Leave(self, replyTo), patience, system.scheduler())
        .thenApply(leaving -> true);
  }
}
