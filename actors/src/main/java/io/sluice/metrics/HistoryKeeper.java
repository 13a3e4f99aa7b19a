package io.sluice.metrics;

import io.sluice.ledger.history.History;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Adds what the node has done to the history every ten seconds, and once more when its work has
 * ended; looks every minute whether what is old is to be rolled up.
 */
public final class HistoryKeeper extends AbstractBehavior<HistoryKeeper.Command> {
  private static final int STEPS_A_ROLL_UP = 6;

  /** The phase of the end lasts five seconds. */
  private static final Duration LAST = Duration.ofSeconds(4);

  private final TimerScheduler<Command> timers;
  private final HistoryShares shares;
  private final History history;
  private final HistorySettings settings;
  private final Executor threads;
  private int steps;
  private boolean away;

  /** What it understands. */
  public sealed interface Command {}

  private enum Step implements Command {
    STEP
  }

  private record Stepped(Throwable failure) implements Command {}

  private HistoryKeeper(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      HistoryShares shares,
      History history,
      HistorySettings settings) {
    super(context);
    this.timers = timers;
    this.shares = shares;
    this.history = history;
    this.settings = settings;
    threads = threads(context.getSystem());
    later();
  }

  private static Executor threads(ActorSystem<?> system) {
    return system.dispatchers().lookup(DispatcherSelector.fromConfig("sluice.jdbc-dispatcher"));
  }

  /** Has it kept until the system ends. */
  public static void begin(
      ActorSystem<?> system, HistoryShares shares, History history, HistorySettings settings) {
    system.systemActorOf(
        Behaviors.<Command>setup(
            context ->
                Behaviors.withTimers(
                    timers -> new HistoryKeeper(context, timers, shares, history, settings))),
        "history",
        Props.empty());
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            "history",
            () ->
                CompletableFuture.runAsync(shares::store, threads(system))
                    .orTimeout(LAST.toMillis(), TimeUnit.MILLISECONDS)
                    .handle((done, failure) -> Done.getInstance()));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Step.class, this::onStep)
        .onMessage(Stepped.class, this::onStepped)
        .build();
  }

  private Behavior<Command> onStep(Step command) {
    boolean rollUp = steps++ % STEPS_A_ROLL_UP == 0;
    getContext()
        .pipeToSelf(
            CompletableFuture.runAsync(() -> step(rollUp), threads),
            (done, failure) -> new Stepped(failure));
    return this;
  }

  private void step(boolean rollUp) {
    shares.store();
    if (rollUp) {
      history.rollUp(settings.kept());
    }
  }

  private Behavior<Command> onStepped(Stepped command) {
    if (command.failure() != null && !away) {
      getContext()
          .getLog()
          .warn(
              "The history of what is done stands still, and is made up for: {}",
              command.failure().getMessage());
    }
    away = command.failure() != null;
    later();
    return this;
  }

  private void later() {
    timers.startSingleTimer(Step.STEP, History.SHARE);
  }
}
