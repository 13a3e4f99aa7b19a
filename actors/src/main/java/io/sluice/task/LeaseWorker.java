package io.sluice.task;

import io.sluice.run.RunFailures;
import io.sluice.task.Hand.Decided;
import io.sluice.task.TaskKind.Took;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Does tasks that wait: it takes some on, has them done at once, as many as their kind wants, and
 * stores what came of them. What it holds and does not store is another's when its lease is over.
 */
public final class LeaseWorker<T, R> extends AbstractBehavior<LeaseWorker.Command> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** By then who told of new tasks has committed them, most often. */
  private static final Duration SOON = Duration.ofMillis(200);

  /** How often tasks are looked for that are taken one by one, with nothing else in hand. */
  private static final Duration APART = Duration.ofSeconds(10);

  /** How often those that wait are counted. */
  private static final Duration TEND = Duration.ofSeconds(15);

  /** Of a rest after failures in a row: about a minute. */
  private static final int DOUBLINGS = 6;

  private static final int LEASES = 3;

  /**
   * For how long one that leaves waits for what it has begun; a stop of a node allows not much
   * more.
   */
  private static final Duration FAREWELL = Duration.ofSeconds(3);

  private final TimerScheduler<Command> timers;
  private final TaskKind<T, R> kind;
  private final Executor jdbc;
  private final Hand<T, R> hand = new Hand<>();
  private boolean isTaking;
  private boolean isStoring;
  private int atWork;
  private int failuresInRow;
  private long restUntil = System.nanoTime();
  private long apartAt = System.nanoTime();
  private long tendAt = System.nanoTime();
  private ActorRef<Done> leaving;
  private boolean isOutOfPatience;

  /** What it understands. */
  public sealed interface Command {}

  /** There are new tasks, or will be soon. */
  public enum Wake implements Command {
    WAKE
  }

  /** Stores what is done by then or in a moment, and gives all else back. */
  public record Leave(ActorRef<Done> replyTo) implements Command {}

  private enum Look implements Command {
    LOOK
  }

  private enum Renew implements Command {
    RENEW
  }

  /** Something that was waited for is there; what follows is done by the actor. */
  private record Then(Supplier<Behavior<Command>> next) implements Command {}

  private LeaseWorker(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      TaskKind<T, R> kind,
      Executor jdbc,
      Duration lease) {
    super(context);
    this.timers = timers;
    this.kind = kind;
    this.jdbc = jdbc;
    timers.startTimerWithFixedDelay(Renew.RENEW, lease.dividedBy(LEASES));
    context.getSelf().tell(Look.LOOK);
  }

  /**
   * One that works from now on.
   *
   * @param jdbc threads that wait for the database
   * @param lease for how long the kind takes tasks on; while they are worked on, it is renewed
   */
  public static <T, R> Behavior<Command> create(
      TaskKind<T, R> kind, Executor jdbc, Duration lease) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new LeaseWorker<>(context, timers, kind, jdbc, lease)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Wake.class, this::onWake)
        .onMessage(Look.class, this::onLook)
        .onMessage(Then.class, then -> then.next().get())
        .onMessage(Renew.class, this::onRenew)
        .onMessage(Leave.class, this::onLeave)
        .build();
  }

  private Behavior<Command> onWake(Wake command) {
    if (!timers.isTimerActive(command)) {
      timers.startSingleTimer(command, Look.LOOK, SOON);
    }
    return this;
  }

  private Behavior<Command> onLook(Look command) {
    store();
    if (isTaking || leaving != null) {
      return this;
    }
    if (!isTime(restUntil)) {
      return later(Duration.ofNanos(Math.max(1, restUntil - System.nanoTime())));
    }
    int wanted = kind.wanted(hand.size());
    if (wanted == 0) {
      return hand.size() == 0 ? later(LOOK) : this;
    }
    boolean apart = kind.canEndProcess() && isTime(apartAt);
    if (apart && hand.size() > 0) {
      return this;
    }
    isTaking = true;
    boolean tends = isTime(tendAt);
    if (tends) {
      tendAt = System.nanoTime() + TEND.toNanos();
    }
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(() -> take(apart, wanted, tends), jdbc),
            (took, failure) -> new Then(() -> onHolding(apart, took, failure)));
    return this;
  }

  private static boolean isTime(long nanos) {
    return System.nanoTime() - nanos >= 0;
  }

  private Took<T, R> take(boolean apart, int wanted, boolean tends) {
    if (tends) {
      kind.tend();
    }
    return apart ? kind.takeApart() : kind.take(wanted);
  }

  private Behavior<Command> onHolding(boolean apart, Took<T, R> took, Throwable failure) {
    isTaking = false;
    if (failure != null) {
      // Most often the database is away, which others tell, too.
      var cause = RunFailures.root(failure);
      getContext().getLog().debug("No {} can be taken on", kind.name(), cause);
      return later(LOOK);
    }
    hand.take(took.known().keySet());
    took.known().forEach(hand::decide);
    hand.take(took.open());
    if (leaving != null) {
      return leave();
    }
    took.open().forEach(this::start);
    if (!took.isNothing()) {
      getContext().getSelf().tell(Look.LOOK);
    } else if (apart) {
      apartAt = System.nanoTime() + APART.toNanos();
      getContext().getSelf().tell(Look.LOOK);
    } else {
      later(LOOK);
    }
    return this;
  }

  private Behavior<Command> later(Duration pause) {
    timers.startSingleTimer(Look.LOOK, pause);
    return this;
  }

  private void start(T task) {
    atWork++;
    getContext()
        .pipeToSelf(
            started(() -> kind.start(task)),
            (result, failure) -> new Then(() -> onWorked(task, result, failure)));
  }

  private static <R> CompletionStage<R> started(Supplier<CompletionStage<R>> way) {
    try {
      return way.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Behavior<Command> onWorked(T task, R result, Throwable failure) {
    atWork--;
    if (failure == null) {
      hand.decide(task, result);
    } else {
      var cause = RunFailures.root(failure);
      var problem = RunFailures.reason(cause);
      if (failuresInRow == 0) {
        getContext().getLog().warn("A {} has to wait: {}", kind.name(), problem);
      }
      getContext().getLog().debug("A {} has to wait", kind.name(), cause);
      hand.fail(task, problem);
    }
    store();
    return leaving == null ? this : leave();
  }

  /** Meanwhile more is done, which is stored together. */
  private void store() {
    if (isStoring) {
      return;
    }
    var decided = hand.decided();
    if (decided.isNothing()) {
      return;
    }
    isStoring = true;
    getContext()
        .pipeToSelf(
            CompletableFuture.runAsync(() -> store(decided), jdbc),
            (done, failure) -> new Then(() -> onStored(decided, failure)));
  }

  private void store(Decided<T, R> decided) {
    if (!decided.done().isEmpty()) {
      kind.settle(Map.copyOf(decided.done()));
    }
    decided.failed().forEach((problem, tasks) -> kind.putOff(tasks, problem));
  }

  private Behavior<Command> onStored(Decided<T, R> decided, Throwable failure) {
    isStoring = false;
    if (failure != null) {
      var cause = RunFailures.root(failure);
      getContext().getLog().debug("What came of a {} cannot be stored", kind.name(), cause);
      hand.again(decided);
      return leaving == null ? later(LOOK) : leave();
    }
    hand.leave(decided);
    failuresInRow = decided.isFailure() ? failuresInRow + 1 : 0;
    if (leaving != null) {
      return leave();
    }
    if (failuresInRow > 0) {
      var longer = LOOK.multipliedBy(1L << Math.min(failuresInRow, DOUBLINGS));
      var rest = longer.compareTo(kind.longestRest()) < 0 ? longer : kind.longestRest();
      restUntil = System.nanoTime() + rest.toNanos();
      return later(rest);
    }
    getContext().getSelf().tell(Look.LOOK);
    return this;
  }

  private Behavior<Command> onRenew(Renew command) {
    var tasks = hand.tasks();
    if (!tasks.isEmpty()) {
      getContext()
          .pipeToSelf(
              CompletableFuture.runAsync(() -> kind.renew(tasks), jdbc),
              (done, failure) -> Look.LOOK);
    }
    return this;
  }

  private Behavior<Command> onLeave(Leave command) {
    leaving = command.replyTo();
    timers.startSingleTimer(
        FAREWELL,
        new Then(
            () -> {
              isOutOfPatience = true;
              return leave();
            }),
        FAREWELL);
    return leave();
  }

  /** Goes when nothing is being worked on, nor on its way to or from the database. */
  private Behavior<Command> leave() {
    store();
    if (isTaking || isStoring || atWork > 0 && !isOutOfPatience) {
      return this;
    }
    var left = hand.tasks();
    var replyTo = leaving;
    CompletableFuture.runAsync(() -> kind.release(left), jdbc)
        .whenComplete((done, failure) -> replyTo.tell(Done.getInstance()));
    return Behaviors.stopped();
  }
}
