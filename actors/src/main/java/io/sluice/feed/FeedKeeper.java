package io.sluice.feed;

import io.sluice.ledger.feed.Feeds;
import io.sluice.run.RunFailures;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Keeps one consumer a feed going on this node: looks at the feeds' rows once a second, begins what
 * is to be read, and stops what is not any more.
 */
public final class FeedKeeper extends AbstractBehavior<FeedKeeper.Command> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final TimerScheduler<Command> timers;
  private final FeedNode node;
  private final Executor jdbc;
  private final Map<Long, Reading> readings = new HashMap<>();
  private ActorRef<Done> waiting;

  private record Reading(Feeds.Wanted feed, ActorRef<Consumer.Command> consumer) {}

  /** What it understands. */
  public sealed interface Command {}

  /** This node goes: all that is on its way is stored first. */
  public record Leave(ActorRef<Done> replyTo) implements Command {}

  private enum Look implements Command {
    LOOK
  }

  private record Seen(List<Feeds.Wanted> feeds) implements Command {}

  private record Unseen(Throwable cause) implements Command {}

  private record Ended(long feed) implements Command {}

  private FeedKeeper(ActorContext<Command> context, TimerScheduler<Command> timers, FeedNode node) {
    super(context);
    this.timers = timers;
    this.node = node;
    jdbc =
        context
            .getSystem()
            .dispatchers()
            .lookup(DispatcherSelector.fromConfig("sluice.jdbc-dispatcher"));
    context.getSelf().tell(Look.LOOK);
  }

  public static Behavior<Command> create(FeedNode node) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new FeedKeeper(context, timers, node)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Look.class, this::onLook)
        .onMessage(Seen.class, this::onSeen)
        .onMessage(Unseen.class, this::onUnseen)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(Leave.class, this::onLeave)
        .build();
  }

  private Behavior<Command> onLook(Look command) {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(() -> node.feeds().running(), jdbc),
            (feeds, failure) -> failure == null ? new Seen(feeds) : new Unseen(failure));
    return this;
  }

  private Behavior<Command> onSeen(Seen command) {
    if (waiting != null) {
      return this;
    }
    var wanted = new HashMap<Long, Feeds.Wanted>();
    command.feeds().forEach(feed -> wanted.put(feed.id(), feed));
    readings.values().stream()
        .filter(reading -> !reading.feed().equals(wanted.get(reading.feed().id())))
        .forEach(reading -> reading.consumer().tell(Consumer.Stop.STOP));
    // One whose address has changed begins anew when the one before has ended.
    command.feeds().stream().filter(feed -> !readings.containsKey(feed.id())).forEach(this::begin);
    timers.startSingleTimer(Look.LOOK, LOOK);
    return this;
  }

  private void begin(Feeds.Wanted feed) {
    var consumer = getContext().spawnAnonymous(Consumer.create(node, feed));
    getContext().watchWith(consumer, new Ended(feed.id()));
    readings.put(feed.id(), new Reading(feed, consumer));
    getContext().getLog().info("{}: is read here, from {}", feed.name(), feed.url());
  }

  private Behavior<Command> onUnseen(Unseen command) {
    getContext()
        .getLog()
        .debug("The feeds cannot be looked for", RunFailures.root(command.cause()));
    timers.startSingleTimer(Look.LOOK, LOOK);
    return this;
  }

  private Behavior<Command> onEnded(Ended command) {
    Optional.ofNullable(readings.remove(command.feed()))
        .ifPresent(
            reading -> {
              node.metrics().ended(reading.feed().name());
              getContext().getLog().info("{}: is not read here any more", reading.feed().name());
            });
    return endIfLeft();
  }

  private Behavior<Command> onLeave(Leave command) {
    waiting = command.replyTo();
    readings.values().forEach(reading -> reading.consumer().tell(Consumer.Stop.STOP));
    return endIfLeft();
  }

  private Behavior<Command> endIfLeft() {
    if (waiting != null && readings.isEmpty()) {
      waiting.tell(Done.getInstance());
      return Behaviors.stopped();
    }
    return this;
  }
}
