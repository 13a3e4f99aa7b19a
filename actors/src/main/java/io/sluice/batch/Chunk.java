package io.sluice.batch;

import io.sluice.ledger.FencedException;
import io.sluice.ledger.RunStart;
import io.sluice.run.Claim;
import io.sluice.run.Place;
import io.sluice.run.Places;
import io.sluice.run.Restarts;
import io.sluice.run.Run;
import io.sluice.run.RunFailures;
import io.sluice.serialization.CborSerializable;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A chunk of a batch: works on its items when its batch says so, one run at a time, in one of the
 * node's places. It has no journal, since the ledger tells what is left to do; it starts a failed
 * run again, and ends when nothing is left that can be done now.
 */
public final class Chunk extends AbstractBehavior<Chunk.Command> {
  public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "chunk");

  private final TimerScheduler<Command> timers;
  private final BatchNode node;
  private final long id;
  private final Runnable rest;
  private final Place place;
  private Restarts restarts;
  private Order order;
  private ActorRef<Run.Command> run;

  /** How many there were. */
  private long runs;

  private Presence presence = Presence.HERE;

  /** Whether its batch takes it to be at work. */
  private boolean owesReport;

  // ---- commands

  /** What a chunk understands. */
  public sealed interface Command {}

  /**
   * Whose items they are.
   *
   * @param name of the batch, as people know it
   */
  public record Order(long batch, String name, String kind) {}

  /** Work on what is left; its batch is told when that is done. Sent again until then. */
  public record Begin(Order order) implements Command, CborSerializable {}

  /** Store what is on its way, and begin nothing more. */
  public record Stop() implements Command, CborSerializable {}

  /** This node ends: store what is on its way, and go on elsewhere. */
  public record Leave() implements Command, CborSerializable {}

  private record PlaceGranted(long ticket) implements Command {}

  private enum PlaceWanted implements Command {
    PLACE_WANTED
  }

  private enum Restart implements Command {
    RESTART
  }

  private record RunBegan() implements Command {}

  private record Settled() implements Command {}

  private record FewAreLeft(long run) implements Command {}

  private record RunEnded(Optional<Throwable> cause) implements Command {}

  private record RunDied(ActorRef<Run.Command> run) implements Command {}

  /** Whether the actor is to stay. */
  private enum Presence {
    HERE,
    /** Its batch wants no more of it. */
    STOPPED,
    /** It ends as soon as it has no run. */
    LEAVING
  }

  private Chunk(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      BatchNode node,
      long id,
      Runnable rest) {
    super(context);
    this.timers = timers;
    this.node = node;
    this.id = id;
    this.rest = rest;
    restarts = Restarts.none(node.restarts());
    place =
        new Place(
            node.places(),
            context.messageAdapter(
                Places.Granted.class, granted -> new PlaceGranted(granted.ticket())),
            Optional.of(
                context.messageAdapter(
                    Places.WantedBack.class, wanted -> PlaceWanted.PLACE_WANTED)));
  }

  /** What sharding needs to start chunks on a node. */
  public static Entity<Command, ShardingEnvelope<Command>> entity(BatchNode node) {
    return Entity.of(
            KEY,
            entity ->
                Behaviors.setup(
                    context ->
                        Behaviors.withTimers(
                            timers ->
                                new Chunk(
                                    context,
                                    timers,
                                    node,
                                    Long.parseLong(entity.getEntityId()),
                                    () ->
                                        entity
                                            .getShard()
                                            .tell(
                                                new ClusterSharding.Passivate<>(
                                                    context.getSelf()))))))
        .withStopMessage(new Leave());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Begin.class, this::onBegin)
        .onMessage(Stop.class, this::onStop)
        .onMessage(Leave.class, this::onLeave)
        .onMessage(PlaceGranted.class, this::onPlaceGranted)
        .onMessage(PlaceWanted.class, this::onPlaceWanted)
        .onMessage(Restart.class, this::onRestart)
        .onMessage(RunBegan.class, this::onRunBegan)
        .onMessage(Settled.class, this::onSettled)
        .onMessage(FewAreLeft.class, this::onFewAreLeft)
        .onMessage(RunEnded.class, this::onRunEnded)
        .onMessage(RunDied.class, this::onRunDied)
        .build();
  }

  private Behavior<Command> onBegin(Begin command) {
    if (presence != Presence.LEAVING) {
      presence = Presence.HERE;
      order = command.order();
      owesReport = true;
      proceed();
    }
    return this;
  }

  private Behavior<Command> onStop(Stop command) {
    if (presence == Presence.HERE) {
      presence = Presence.STOPPED;
      owesReport = false;
    }
    return endOrStopRun();
  }

  private Behavior<Command> onLeave(Leave command) {
    presence = Presence.LEAVING;
    return endOrStopRun();
  }

  private Behavior<Command> endOrStopRun() {
    timers.cancelAll();
    if (run != null) {
      run.tell(Run.Hurry.HURRY);
      return this;
    }
    return end();
  }

  private Behavior<Command> end() {
    place.giveBack();
    if (presence == Presence.LEAVING) {
      if (owesReport) {
        // Told to work, also while it was let go: its batch hands it out again, at once.
        report(new Batch.ChunkEnded(id));
      }
      return Behaviors.stopped();
    }
    rest.run();
    return this;
  }

  private Behavior<Command> onPlaceGranted(PlaceGranted command) {
    place.granted(command.ticket());
    proceed();
    return this;
  }

  /** Its run ends as if all were done: its batch hands it out again, behind who waits here. */
  private Behavior<Command> onPlaceWanted(PlaceWanted command) {
    if (run != null && place.isHeld()) {
      run.tell(Run.Stop.STOP);
    }
    return this;
  }

  /** The place is worth more to others than to what only waits; the run goes on without. */
  private Behavior<Command> onFewAreLeft(FewAreLeft command) {
    if (run != null && command.run() == runs) {
      place.giveBack();
    }
    return this;
  }

  private Behavior<Command> onRestart(Restart command) {
    proceed();
    return this;
  }

  private void proceed() {
    if (run != null || presence != Presence.HERE || timers.isTimerActive(Restart.RESTART)) {
      return;
    }
    if (!place.isHeld()) {
      place.ask(claim());
      return;
    }
    var self = getContext().getSelf();
    long number = ++runs;
    var work = new ChunkWork(node, id, order, jdbc(), () -> self.tell(new FewAreLeft(number)));
    run = getContext().spawnAnonymous(Run.create(node.runs(), work, owner(self)));
    getContext().watchWith(run, new RunDied(run));
  }

  private Claim claim() {
    return new Claim(KEY.name(), Long.toString(order.batch()), id);
  }

  private static Run.Owner<Integer> owner(ActorRef<Command> chunk) {
    return new Run.Owner<>() {
      @Override
      public void began(RunStart start) {
        chunk.tell(new RunBegan());
      }

      @Override
      public void stored(Integer settled) {
        chunk.tell(new Settled());
      }

      @Override
      public void ended(Optional<Throwable> cause) {
        chunk.tell(new RunEnded(cause));
      }
    };
  }

  private Behavior<Command> onRunBegan(RunBegan command) {
    run.tell(presence == Presence.HERE ? Run.Go.GO : Run.Stop.STOP);
    return this;
  }

  private Behavior<Command> onSettled(Settled command) {
    if (restarts.waits() > 0) {
      line(Level.INFO).log("{}: a chunk that waited goes on", order.name());
    }
    restarts = restarts.progressed();
    return this;
  }

  private Behavior<Command> onRunDied(RunDied command) {
    return command.run().equals(run)
        ? onRunEnded(new RunEnded(Optional.of(new IllegalStateException("its run's actor died"))))
        : this;
  }

  private Behavior<Command> onRunEnded(RunEnded command) {
    run = null;
    if (presence != Presence.HERE) {
      return end();
    }
    if (command.cause().isPresent()) {
      return stumble(command.cause().get());
    }
    report(new Batch.ChunkEnded(id));
    return end();
  }

  private Behavior<Command> stumble(Throwable cause) {
    var reason = RunFailures.reason(cause);
    line(Level.DEBUG).setCause(cause).log("A run failed, in full");
    if (cause instanceof FencedException) {
      line(Level.WARN).log("{}: another run of one of its chunks has begun", order.name());
      return end();
    }
    place.giveBack();
    return RunFailures.isWaitedFor(cause) ? await(reason) : restart(cause, reason);
  }

  private Behavior<Command> await(String reason) {
    restarts = restarts.waited();
    var wait = restarts.pauseForRoom();
    line(restarts.waits() == 1 ? Level.WARN : Level.DEBUG)
        .log(
            "{}: one of its chunks waits, looks again in {} ms: {}",
            order.name(),
            wait.toMillis(),
            reason);
    tellBatch(new Batch.ChunkStumbled(id, reason, false));
    timers.startSingleTimer(Restart.RESTART, wait);
    return this;
  }

  private Behavior<Command> restart(Throwable cause, String reason) {
    restarts = restarts.failed();
    boolean givenUp = restarts.areTooMany() || RunFailures.isFinal(cause);
    tellBatch(new Batch.ChunkStumbled(id, reason, givenUp));
    if (givenUp) {
      line(Level.WARN).log("{}: one of its chunks is given up: {}", order.name(), reason);
      owesReport = false;
      return end();
    }
    var wait = restarts.pauseAfterFailure();
    line(Level.WARN)
        .log(
            "{}: a run of one of its chunks failed, starts again in {} ms: {}",
            order.name(),
            wait.toMillis(),
            reason);
    timers.startSingleTimer(Restart.RESTART, wait);
    return this;
  }

  private LoggingEventBuilder line(Level level) {
    return getContext()
        .getLog()
        .atLevel(level)
        .addKeyValue("batch", order.batch())
        .addKeyValue("chunk", id);
  }

  private void report(Batch.ChunkEnded end) {
    owesReport = false;
    tellBatch(end);
  }

  private void tellBatch(Batch.Command message) {
    ClusterSharding.get(getContext().getSystem())
        .entityRefFor(Batch.KEY, Long.toString(order.batch()))
        .tell(message);
  }

  private Executor jdbc() {
    return getContext()
        .getSystem()
        .dispatchers()
        .lookup(DispatcherSelector.fromConfig("sluice.jdbc-dispatcher"));
  }
}
