package io.sluice.file;

import io.sluice.blob.BlobStore;
import io.sluice.file.SweepWalk.Next;
import io.sluice.metrics.SweepMetrics;
import io.sluice.persistence.Database;
import io.sluice.run.RunFailures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Keeps the node's part in the sweep of the store going, a step at a time: one that nobody waits
 * for takes a tenth of the time.
 */
public final class Sweeper extends AbstractBehavior<Sweeper.Command> {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration SHORTEST_REST = Duration.ofMillis(100);
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);
  private static final int SHARE = 10;

  private final TimerScheduler<Command> timers;
  private final SweepWalk walk;
  private final Executor files;

  /** What it understands. */
  public sealed interface Command {}

  private enum Step implements Command {
    STEP
  }

  private record Stepped(Next next, Duration took) implements Command {}

  private record Failed(Throwable cause) implements Command {}

  private Sweeper(ActorContext<Command> context, TimerScheduler<Command> timers, SweepWalk walk) {
    super(context);
    this.timers = timers;
    this.walk = walk;
    files =
        context
            .getSystem()
            .dispatchers()
            .lookup(DispatcherSelector.fromConfig("sluice.file-dispatcher"));
    context.getSelf().tell(Step.STEP);
  }

  public static Behavior<Command> create(
      BlobStore blobs, Database database, SweepSettings settings, SweepMetrics metrics) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new Sweeper(
                        context, timers, new SweepWalk(blobs, database, settings, metrics))));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Step.class, this::onStep)
        .onMessage(Stepped.class, this::onStepped)
        .onMessage(Failed.class, this::onFailed)
        .build();
  }

  private Behavior<Command> onStep(Step command) {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(this::step, files),
            (stepped, failure) -> failure == null ? stepped : new Failed(failure));
    return this;
  }

  private Stepped step() {
    long began = System.nanoTime();
    var next = walk.step();
    return new Stepped(next, Duration.ofNanos(System.nanoTime() - began));
  }

  private Behavior<Command> onStepped(Stepped command) {
    timers.startSingleTimer(Step.STEP, rest(command));
    return this;
  }

  private static Duration rest(Stepped command) {
    return switch (command.next()) {
      case WAIT -> LOOK;
      case AT_ONCE -> Duration.ZERO;
      case LATER -> {
        var rest = command.took().multipliedBy(SHARE - 1);
        yield rest.compareTo(SHORTEST_REST) < 0
            ? SHORTEST_REST
            : rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
      }
    };
  }

  /** Most often the database is away, which others tell, too. */
  private Behavior<Command> onFailed(Failed command) {
    var cause = RunFailures.root(command.cause());
    getContext().getLog().debug("The sweep of the store cannot be looked for", cause);
    timers.startSingleTimer(Step.STEP, LOOK);
    return this;
  }
}
