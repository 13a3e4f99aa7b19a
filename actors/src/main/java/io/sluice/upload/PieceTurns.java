package io.sluice.upload;

import io.sluice.serialization.CborSerializable;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * Who may write to a file that is sent in pieces, wherever in the cluster: those who have a piece
 * come in, and one at a time is told to go on. Who comes later is right, since a sender that sends
 * again has given the connection before up: the one at work is told to give way, and who only waits
 * is sent away. It keeps nothing: who is right after its death is told by the row.
 */
public final class PieceTurns extends AbstractBehavior<PieceTurns.Command> {
  public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "pieces");

  /** What it understands. */
  public sealed interface Command {}

  /** Somebody has a piece. */
  public record Take(ActorRef<Turn> who) implements Command, CborSerializable {}

  /** Somebody has written what there was, or does not want to any more. */
  public record Ended(ActorRef<Turn> who) implements Command, CborSerializable {}

  private enum Stop implements Command {
    STOP
  }

  /** What those are told who have a piece. */
  public enum Turn implements CborSerializable {
    /** Write. */
    GRANTED,
    /** Write no more, and tell when that is so. */
    GIVE_WAY,
    /** A later one waits instead. */
    REFUSED,
    /** It has ended; it says so to itself. */
    OVER
  }

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private ActorRef<Turn> writer;
  private ActorRef<Turn> waiting;

  private PieceTurns(ActorContext<Command> context, ActorRef<ClusterSharding.ShardCommand> shard) {
    super(context);
    this.shard = shard;
  }

  public static Entity<Command, ShardingEnvelope<Command>> entity() {
    return Entity.of(KEY, context -> create(context.getShard())).withStopMessage(Stop.STOP);
  }

  private static Behavior<Command> create(ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(context -> new PieceTurns(context, shard));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Take.class, this::onTake)
        .onMessage(Ended.class, this::onEnded)
        .onMessageEquals(Stop.STOP, Behaviors::stopped)
        .build();
  }

  private Behavior<Command> onTake(Take take) {
    getContext().watchWith(take.who(), new Ended(take.who()));
    if (writer == null) {
      writer = take.who();
      writer.tell(Turn.GRANTED);
      return this;
    }
    if (waiting != null) {
      waiting.tell(Turn.REFUSED);
    }
    waiting = take.who();
    writer.tell(Turn.GIVE_WAY);
    // One whose node is gone does not hear it; what it could still write, its row refuses.
    getContext().scheduleOnce(PATIENCE, getContext().getSelf(), new Ended(writer));
    return this;
  }

  private Behavior<Command> onEnded(Ended ended) {
    getContext().unwatch(ended.who());
    if (ended.who().equals(waiting)) {
      waiting = null;
    } else if (ended.who().equals(writer)) {
      writer = waiting;
      waiting = null;
      if (writer != null) {
        writer.tell(Turn.GRANTED);
      }
    }
    if (writer == null) {
      shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
    }
    return this;
  }
}
