package io.sluice.channel;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
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
  private final Consumer<Occupancy> changed;
  private final Map<ActorRef<Granted>, Long> holders = new LinkedHashMap<>();
  private final Queue<Acquire> waiting = new ArrayDeque<>();

  private Slots(ActorContext<Command> context, int size, Consumer<Occupancy> changed) {
    super(context);
    this.size = size;
    this.changed = changed;
  }

  /** Ids of the channels that have a place, and of those that wait for one, in turn. */
  public record Occupancy(List<Long> running, List<Long> waiting) {}

  /** What the places understand. */
  public sealed interface Command {}

  /**
   * Asks for a place.
   *
   * @param channel the asker's id
   * @param ticket by which the asker tells the answer from one to an earlier question
   */
  record Acquire(long channel, ActorRef<Granted> holder, long ticket) implements Command {}

  /** Gives a place back, or no longer waits for one. */
  record Release(ActorRef<Granted> holder) implements Command {}

  /** The place is the asker's. */
  record Granted(long ticket) {}

  /**
   * @param size how many channels collect at once
   * @param changed is told who has a place and who waits, at each change
   */
  public static Behavior<Command> create(int size, Consumer<Occupancy> changed) {
    return Behaviors.setup(context -> new Slots(context, size, changed));
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
    if (!holders.containsKey(command.holder()) && !isWaiting(command.holder())) {
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
    holders.keySet().removeIf(holder -> holder.path().equals(signal.getRef().path()));
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
      holders.put(next.holder(), next.channel());
      next.holder().tell(new Granted(next.ticket()));
    }
    changed.accept(
        new Occupancy(
            List.copyOf(holders.values()), waiting.stream().map(Acquire::channel).toList()));
  }
}
