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
  private final Queue<Acquire> waiting = new ArrayDeque<>();

  private Slots(ActorContext<Command> context, int size) {
    super(context);
    this.size = size;
  }

  /** What the places understand. */
  public sealed interface Command {}

  /**
   * Asks for a place.
   *
   * @param ticket by which the asker tells the answer from one to an earlier question
   */
  record Acquire(ActorRef<Granted> holder, long ticket) implements Command {}

  /** Gives a place back, or no longer waits for one. */
  record Release(ActorRef<Granted> holder) implements Command {}

  /** The place is the asker's. */
  record Granted(long ticket) {}

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
    if (!holders.contains(command.holder()) && !isWaiting(command.holder())) {
      getContext().watch(command.holder());
      waiting.add(command);
      grant();
    }
    return this;
  }

  private boolean isWaiting(ActorRef<Granted> holder) {
    return waiting.stream().anyMatch(asked -> asked.holder().equals(holder));
  }

  private Behavior<Command> onRelease(Release command) {
    getContext().unwatch(command.holder());
    return free(command.holder());
  }

  private Behavior<Command> onTerminated(Terminated signal) {
    waiting.removeIf(asked -> asked.holder().path().equals(signal.getRef().path()));
    holders.removeIf(holder -> holder.path().equals(signal.getRef().path()));
    grant();
    return this;
  }

  private Behavior<Command> free(ActorRef<Granted> holder) {
    waiting.removeIf(asked -> asked.holder().equals(holder));
    holders.remove(holder);
    grant();
    return this;
  }

  private void grant() {
    while (holders.size() < size && !waiting.isEmpty()) {
      var next = waiting.remove();
      holders.add(next.holder());
      next.holder().tell(new Granted(next.ticket()));
    }
  }
}
