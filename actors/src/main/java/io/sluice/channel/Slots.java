package io.sluice.channel;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The node's places for channels that collect at once. Who asks gets {@link Granted} when one is
 * free, in turn, and gives it back by a message or by stopping.
 */
public final class Slots extends AbstractBehavior<Slots.Command> {
  private final int size;
  private final Set<ActorRef<Granted>> holders = new HashSet<>();
  private final Queue<ActorRef<Granted>> waiting = new ArrayDeque<>();

  private Slots(ActorContext<Command> context, int size) {
    super(context);
    this.size = size;
  }

  /** What the places understand. */
  public sealed interface Command {}

  /** Asks for a place. */
  record Acquire(ActorRef<Granted> holder) implements Command {}

  /** Gives a place back, or no longer waits for one. */
  record Release(ActorRef<Granted> holder) implements Command {}

  /** The place is the asker's. */
  enum Granted {
    GRANTED
  }

  /**
   * @param size how many channels collect at once
   */
  public static Behavior<Command> create(int size) {
    return Behaviors.setup(context -> new Slots(context, size));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Acquire.class, this::onAcquire)
        .onMessage(Release.class, this::onRelease)
        .onSignal(Terminated.class, this::onTerminated)
        .build();
  }

  private Behavior<Command> onAcquire(Acquire command) {
    if (!holders.contains(command.holder()) && !waiting.contains(command.holder())) {
      getContext().watch(command.holder());
      waiting.add(command.holder());
      grant();
    }
    return this;
  }

  private Behavior<Command> onRelease(Release command) {
    getContext().unwatch(command.holder());
    return free(command.holder());
  }

  private Behavior<Command> onTerminated(Terminated signal) {
    waiting.removeIf(holder -> holder.path().equals(signal.getRef().path()));
    holders.removeIf(holder -> holder.path().equals(signal.getRef().path()));
    grant();
    return this;
  }

  private Behavior<Command> free(ActorRef<Granted> holder) {
    waiting.remove(holder);
    holders.remove(holder);
    grant();
    return this;
  }

  private void grant() {
    while (holders.size() < size && !waiting.isEmpty()) {
      var next = waiting.remove();
      holders.add(next);
      next.tell(Granted.GRANTED);
    }
  }
}
