package io.sluice.feed;

import io.sluice.ledger.Fence;
import io.sluice.ledger.RunStart;
import io.sluice.ledger.feed.Feeds;
import io.sluice.persistence.DatabaseException;
import io.sluice.run.Restarts;
import io.sluice.run.Run;
import io.sluice.run.RunFailures;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Reads one feed on this node until it is told to stop: a run after the other, since a feed has no
 * end and no failure is its last.
 */
final class Consumer extends AbstractBehavior<Consumer.Command> {
  /** What goes on for so long has got over what it stumbled over. */
  private static final Duration STEADY = Duration.ofSeconds(30);

  private final TimerScheduler<Command> timers;
  private final FeedNode node;
  private final Feeds.Wanted feed;
  private final Executor jdbc;
  private ActorRef<Run.Command> run;
  private Fence fence;
  private Restarts restarts;
  private String told = "";
  private boolean stopping;
  private boolean steady;

  /** What it understands. */
  sealed interface Command {}

  /** Store what is on its way, and end. */
  enum Stop implements Command {
    STOP
  }

  private enum Begin implements Command {
    BEGIN
  }

  /** A run goes on for some time. */
  private enum Steady implements Command {
    STEADY
  }

  private record RunBegan(Fence fence) implements Command {}

  private record Stored() implements Command {}

  private record RunEnded(Optional<Throwable> cause) implements Command {}

  private record RunDied(ActorRef<Run.Command> run) implements Command {}

  private Consumer(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      FeedNode node,
      Feeds.Wanted feed) {
    super(context);
    this.timers = timers;
    this.node = node;
    this.feed = feed;
    restarts = Restarts.none(node.restarts());
    jdbc =
        context
            .getSystem()
            .dispatchers()
            .lookup(DispatcherSelector.fromConfig("sluice.jdbc-dispatcher"));
    context.getSelf().tell(Begin.BEGIN);
  }

  static Behavior<Command> create(FeedNode node, Feeds.Wanted feed) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Consumer(context, timers, node, feed)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Begin.class, this::onBegin)
        .onMessage(Stop.class, this::onStop)
        .onMessage(RunBegan.class, this::onRunBegan)
        .onMessage(Stored.class, this::onStored)
        .onMessage(Steady.class, this::onSteady)
        .onMessage(RunEnded.class, this::onRunEnded)
        .onMessage(RunDied.class, this::onRunDied)
        .build();
  }

  private Behavior<Command> onBegin(Begin command) {
    run =
        getContext()
            .spawnAnonymous(
                Run.create(
                    node.runs(), new FeedWork(node, feed, jdbc), owner(getContext().getSelf())));
    getContext().watchWith(run, new RunDied(run));
    return this;
  }

  private static Run.Owner<Integer> owner(ActorRef<Command> consumer) {
    return new Run.Owner<>() {
      @Override
      public void began(RunStart start) {
        consumer.tell(new RunBegan(start.fence()));
      }

      @Override
      public void stored(Integer entries) {
        consumer.tell(new Stored());
      }

      @Override
      public void ended(Optional<Throwable> cause) {
        consumer.tell(new RunEnded(cause));
      }
    };
  }

  private Behavior<Command> onStop(Stop command) {
    stopping = true;
    if (run == null) {
      return Behaviors.stopped();
    }
    run.tell(Run.Hurry.HURRY);
    return this;
  }

  private Behavior<Command> onRunBegan(RunBegan command) {
    fence = command.fence();
    steady = false;
    timers.startSingleTimer(Steady.STEADY, STEADY);
    run.tell(stopping ? Run.Stop.STOP : Run.Go.GO);
    return this;
  }

  private Behavior<Command> onStored(Stored command) {
    return onSteady(Steady.STEADY);
  }

  private Behavior<Command> onSteady(Steady command) {
    if (!told.isEmpty()) {
      getContext().getLog().info("{}: goes on", feed.name());
    }
    told = "";
    restarts = restarts.progressed();
    if (!steady) {
      steady = true;
      var own = fence;
      inRow("goes on", () -> node.feeds().recovered(feed.id(), own));
    }
    return this;
  }

  private void inRow(String what, Runnable change) {
    CompletableFuture.runAsync(change, jdbc)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                FeedPipeline.LOG.debug("Its row cannot tell that it {}", what, failure);
              }
            });
  }

  private Behavior<Command> onRunDied(RunDied command) {
    return command.run().equals(run)
        ? onRunEnded(new RunEnded(Optional.of(new IllegalStateException("its run's actor died"))))
        : this;
  }

  private Behavior<Command> onRunEnded(RunEnded command) {
    run = null;
    timers.cancel(Steady.STEADY);
    if (stopping) {
      return Behaviors.stopped();
    }
    restarts = restarts.failed();
    var wait = restarts.pauseAfterFailure();
    tell(
        command.cause().orElseGet(() -> new IllegalStateException("its stream had an end")),
        wait.toMillis());
    timers.startSingleTimer(Begin.BEGIN, wait);
    return this;
  }

  /** The same failure again and again is told once, but the row shows it as long as it lasts. */
  private void tell(Throwable cause, long millis) {
    var reason = RunFailures.reason(cause);
    getContext().getLog().debug("A run of a feed failed, in full", cause);
    if (!(cause instanceof DatabaseException)) {
      inRow("failed", () -> node.feeds().stumbled(feed.id(), reason));
    }
    if (!told.equals(reason)) {
      told = reason;
      getContext()
          .getLog()
          .warn("{}: reading failed, goes on in {} ms: {}", feed.name(), millis, reason);
    }
  }
}
