package io.sluice.category;

import io.sluice.category.Hand.Decided;
import io.sluice.category.Taking.Took;
import io.sluice.ledger.category.ClassificationTasks.Taken;
import io.sluice.ledger.category.Classifications.Result;
import io.sluice.ledger.category.Verdict;
import io.sluice.run.RunFailures;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Classifies texts that wait: it takes some on, has them classified at once, as many as keep the
 * classifier busy, and stores what came of them. What it holds and does not store is another's when
 * its lease is over.
 */
final class ClassifierWorker extends AbstractBehavior<ClassifierWorker.Command> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** By then who told of new texts has committed them, most often. */
  private static final Duration SOON = Duration.ofMillis(200);

  /** How often texts are looked for that are taken one by one, with nothing else in hand. */
  private static final Duration APART = Duration.ofSeconds(10);

  /** How often those that wait are counted. */
  private static final Duration COUNT = Duration.ofSeconds(15);

  /** Of a rest after failures in a row: about a minute. */
  private static final int DOUBLINGS = 6;

  private static final int LEASES = 3;
  private static final long MINUTES_FOR_ONE = 10;
  private static final int FEWEST = 2;

  private final TimerScheduler<Command> timers;
  private final ClassifierNode node;
  private final Taking taking;
  private final Hand hand = new Hand();
  private int most = FEWEST;
  private boolean isTaking;
  private boolean isStoring;
  private int failuresInRow;
  private long restUntil = System.nanoTime();
  private long apartAt = System.nanoTime();
  private long countAt = System.nanoTime();
  private ActorRef<Done> leaving;

  /** What it understands. */
  sealed interface Command {}

  /** There are new texts, or will be soon. */
  enum Wake implements Command {
    WAKE
  }

  /** Stores what is classified, and gives all else back. */
  record Leave(ActorRef<Done> replyTo) implements Command {}

  private enum Look implements Command {
    LOOK
  }

  private enum Renew implements Command {
    RENEW
  }

  private record Holding(boolean apart, Took took, Throwable failure) implements Command {}

  private record Classified(Taken task, Result result, Throwable failure) implements Command {}

  private record Stored(Decided decided, Throwable failure) implements Command {}

  private ClassifierWorker(
      ActorContext<Command> context, TimerScheduler<Command> timers, ClassifierNode node) {
    super(context);
    this.timers = timers;
    this.node = node;
    taking = new Taking(node);
    timers.startTimerWithFixedDelay(Renew.RENEW, node.lease().dividedBy(LEASES));
    context.getSelf().tell(Look.LOOK);
  }

  static Behavior<Command> create(ClassifierNode node) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new ClassifierWorker(context, timers, node)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Wake.class, this::onWake)
        .onMessage(Look.class, this::onLook)
        .onMessage(Holding.class, this::onHolding)
        .onMessage(Classified.class, this::onClassified)
        .onMessage(Stored.class, this::onStored)
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
    if (isTaking || leaving != null || 2 * hand.size() > most) {
      return this;
    }
    if (!isTime(restUntil)) {
      return later(Duration.ofNanos(Math.max(1, restUntil - System.nanoTime())));
    }
    boolean apart = isTime(apartAt);
    if (apart && hand.size() > 0) {
      return this;
    }
    isTaking = true;
    boolean counts = isTime(countAt);
    if (counts) {
      countAt = System.nanoTime() + COUNT.toNanos();
    }
    int wanted = most - hand.size();
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(() -> take(apart, wanted, counts), node.jdbc()),
            (took, failure) -> new Holding(apart, took, failure));
    return this;
  }

  private static boolean isTime(long nanos) {
    return System.nanoTime() - nanos >= 0;
  }

  private Took take(boolean apart, int wanted, boolean counts) {
    if (counts) {
      var waiting = node.tasks().waiting();
      node.metrics().waiting(waiting.all(), waiting.failed());
    }
    return taking.take(apart, wanted);
  }

  private Behavior<Command> onHolding(Holding command) {
    isTaking = false;
    if (command.failure() != null) {
      // Most often the database is away, which others tell, too.
      getContext().getLog().debug("No texts can be taken on", RunFailures.root(command.failure()));
      return later(LOOK);
    }
    var took = command.took();
    hand.take(took.known().stream().map(Result::task).toList());
    took.known().forEach(hand::decide);
    hand.take(took.open());
    if (leaving != null) {
      return leave();
    }
    took.open().forEach(task -> classify(took.classifier(), task));
    if (!took.isNothing()) {
      most = Math.max(FEWEST, took.classifier().atOnce());
      getContext().getSelf().tell(Look.LOOK);
    } else if (command.apart()) {
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

  private void classify(Classifier classifier, Taken task) {
    getContext()
        .pipeToSelf(
            verdict(classifier, task),
            (verdict, failure) ->
                new Classified(task, new Result(task, classifier.version(), verdict), failure));
  }

  private static CompletionStage<Verdict> verdict(Classifier classifier, Taken task) {
    try {
      return classifier
          .classify(task.sample())
          .toCompletableFuture()
          .orTimeout(MINUTES_FOR_ONE, TimeUnit.MINUTES);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Behavior<Command> onClassified(Classified command) {
    if (command.failure() == null) {
      hand.decide(command.result());
    } else {
      var cause = RunFailures.root(command.failure());
      var problem = RunFailures.reason(cause);
      if (failuresInRow == 0) {
        getContext().getLog().warn("A text is not classified yet: {}", problem);
      }
      getContext().getLog().debug("A text is not classified yet", cause);
      hand.fail(command.task(), problem);
    }
    store();
    return this;
  }

  /** Meanwhile more is classified, which is stored together. */
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
            CompletableFuture.runAsync(() -> store(decided), node.jdbc()),
            (done, failure) -> new Stored(decided, failure));
  }

  private void store(Decided decided) {
    if (!decided.results().isEmpty()) {
      node.classifications().settle(decided.results());
    }
    decided.failed().forEach((problem, tasks) -> node.tasks().putOff(tasks, problem));
  }

  private Behavior<Command> onStored(Stored command) {
    isStoring = false;
    var decided = command.decided();
    if (command.failure() != null) {
      getContext()
          .getLog()
          .debug("No classified texts can be stored", RunFailures.root(command.failure()));
      hand.again(decided);
      return leaving == null ? later(LOOK) : leave();
    }
    hand.leave(decided);
    count(decided);
    if (leaving != null) {
      return leave();
    }
    if (failuresInRow > 0) {
      var rest = LOOK.multipliedBy(1L << Math.min(failuresInRow, DOUBLINGS));
      restUntil = System.nanoTime() + rest.toNanos();
      return later(rest);
    }
    getContext().getSelf().tell(Look.LOOK);
    return this;
  }

  private void count(Decided decided) {
    decided.results().stream()
        .map(Result::verdict)
        .filter(verdict -> verdict != null)
        .forEach(verdict -> node.metrics().classified(verdict.classifier(), verdict.review()));
    int failed = decided.failed().values().stream().mapToInt(List::size).sum();
    node.metrics().failed(failed);
    failuresInRow = failed > 0 && decided.results().isEmpty() ? failuresInRow + 1 : 0;
  }

  private Behavior<Command> onRenew(Renew command) {
    var tasks = hand.tasks();
    if (!tasks.isEmpty()) {
      getContext()
          .pipeToSelf(
              CompletableFuture.runAsync(
                  () -> node.tasks().renew(tasks, node.lease()), node.jdbc()),
              (done, failure) -> Look.LOOK);
    }
    return this;
  }

  private Behavior<Command> onLeave(Leave command) {
    leaving = command.replyTo();
    return leave();
  }

  /** Goes when nothing is on its way to or from the database. */
  private Behavior<Command> leave() {
    store();
    if (isTaking || isStoring) {
      return this;
    }
    var left = hand.tasks();
    var replyTo = leaving;
    CompletableFuture.runAsync(() -> node.tasks().release(left), node.jdbc())
        .whenComplete((done, failure) -> replyTo.tell(Done.getInstance()));
    return Behaviors.stopped();
  }
}
