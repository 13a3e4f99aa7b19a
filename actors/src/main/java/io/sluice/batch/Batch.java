package io.sluice.batch;

import io.sluice.batch.BatchState.Absent;
import io.sluice.batch.BatchState.Active;
import io.sluice.batch.BatchState.Present;
import io.sluice.ledger.RunStart;
import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.Chunks;
import io.sluice.run.LifeEvent;
import io.sluice.run.Run;
import io.sluice.serialization.CborSerializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * A batch: has its items listed, hands their chunks out while that goes on, and is complete when
 * every item has an end. It works on no item itself.
 */
public final class Batch
    extends EventSourcedBehaviorWithEnforcedReplies<Batch.Command, Batch.Event, BatchState> {

  public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "batch");

  /** Why a batch refuses, as its replies say it. */
  public static final String NO_SUCH_BATCH = "there is no such batch";

  public static final String IS_CANCELLED = "this batch is cancelled";

  public static final String BEING_REMOVED = "this batch is being removed";

  // ---- commands

  /** What a batch understands. */
  public sealed interface Command {}

  /** What somebody asks of a batch, who is told how it stands then, or why it refuses. */
  public sealed interface Request extends Command, CborSerializable {
    ActorRef<StatusReply<Update>> replyTo();
  }

  /** Begin; a batch that is there already tells how it stands. */
  public record Create(Upload upload, ActorRef<StatusReply<Update>> replyTo) implements Request {}

  /**
   * Store what is on its way, then do no more until told to. Of one that is complete this holds
   * what is made of its items afterwards; who goes on with it completes it again.
   */
  public record Pause(ActorRef<StatusReply<Update>> replyTo) implements Request {}

  /** Go on; one that could not be listed is listed again. */
  public record Resume(ActorRef<StatusReply<Update>> replyTo) implements Request {}

  /** There are items that are to be tried again. Of a paused batch they wait. */
  public record Retry(ActorRef<StatusReply<Update>> replyTo) implements Request {}

  /** Stop for good; what is stored stays. */
  public record Cancel(ActorRef<StatusReply<Update>> replyTo) implements Request {}

  /** Stop and be forgotten, with all items; purged, with what was stored of these. */
  public record Remove(boolean purge, ActorRef<StatusReply<Update>> replyTo) implements Request {}

  /** Be there, and go on with what you have to do. */
  public record Wake() implements Command, CborSerializable {}

  /** This node ends: go on elsewhere or later. */
  public record Leave() implements Command, CborSerializable {}

  /** Nothing is left of it that can be done now. */
  record ChunkEnded(long chunk) implements Command, CborSerializable {}

  /**
   * A run of it has failed.
   *
   * @param givenUp whether it is not started again
   */
  record ChunkStumbled(long chunk, String reason, boolean givenUp)
      implements Command, CborSerializable {}

  /** Look which chunks are to be handed out. */
  enum Look implements Command {
    LOOK
  }

  /**
   * What is left of its chunks.
   *
   * @param version of the batch when it was looked: that there is nothing left is no end of what
   *     was listed, or was to be tried again, since then
   */
  record Looked(Optional<Chunks.Left> left, long version, Optional<Throwable> failure)
      implements Command {}

  /** Chunks of which a run is under way. */
  record StillRunning(List<Long> chunks) implements Command {}

  record Emptied(Optional<Throwable> failure) implements Command {}

  enum Rest implements Command {
    REST
  }

  enum Restart implements Command {
    RESTART
  }

  record RunBegan() implements Command {}

  record Stored(int items) implements Command {}

  record RunEnded(Optional<Throwable> cause) implements Command {}

  record RunDied(ActorRef<Run.Command> run) implements Command {}

  // ---- replies

  /**
   * What is uploaded.
   *
   * @param name of the batch
   * @param kind of its items
   * @param source where they come from, in the kind's own form
   */
  public record Upload(String name, String kind, String source) {}

  /**
   * How a batch stands.
   *
   * @param reason why it failed; empty if it has not
   */
  public record Update(long batch, BatchPhase phase, String reason) implements CborSerializable {}

  // ---- events

  /** What is written to the journal. */
  public sealed interface Event extends CborSerializable, LifeEvent {}

  record Created(Upload upload) implements Event {}

  record Listed() implements Event {}

  record Paused() implements Event {}

  record Resumed() implements Event {}

  record Completed() implements Event {}

  record Cancelled() implements Event {}

  record Failed(String reason) implements Event {

    @Override
    public String about() {
      return reason;
    }
  }

  record Removed(boolean purge) implements Event {

    @Override
    public String about() {
      return purge ? "with what was stored" : "";
    }
  }

  // ---- behavior

  private final BatchWork work;

  private Batch(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      BatchNode node,
      String id,
      Consumer<ActorRef<Command>> atRest) {
    super(
        PersistenceId.of(KEY.name(), id),
        SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2));
    work =
        new BatchWork(
            new BatchWork.Self(
                context,
                timers,
                Long.parseLong(id),
                Effect(),
                () -> lastSequenceNumber(context),
                () -> atRest.accept(context.getSelf())),
            node);
  }

  /** What sharding needs to start batches on a node; an entity's id is its batch's. */
  public static Entity<Command, ShardingEnvelope<Command>> entity(BatchNode node) {
    return Entity.of(
            KEY,
            entity ->
                create(
                    node,
                    entity.getEntityId(),
                    self -> entity.getShard().tell(new ClusterSharding.Passivate<>(self))))
        .withStopMessage(new Leave());
  }

  private static Behavior<Command> create(
      BatchNode node, String id, Consumer<ActorRef<Command>> atRest) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Batch(context, timers, node, id, atRest)));
  }

  /** Under which name the ledger knows the runs that list a batch. */
  static String ledgerName(long batch) {
    return "batch-" + batch;
  }

  /** Has a run tell this batch how it goes. */
  static Run.Owner<Integer> ownerOfRuns(ActorRef<Command> batch) {
    return new Run.Owner<>() {
      @Override
      public void began(RunStart start) {
        batch.tell(new RunBegan());
      }

      @Override
      public void stored(Integer items) {
        batch.tell(new Stored(items));
      }

      @Override
      public void ended(Optional<Throwable> cause) {
        batch.tell(new RunEnded(cause));
      }
    };
  }

  @Override
  public BatchState emptyState() {
    return BatchState.NEW;
  }

  @Override
  public CommandHandlerWithReply<Command, Event, BatchState> commandHandler() {
    var phases = newCommandHandlerWithReplyBuilder();
    phases
        .forStateType(Absent.class)
        .onCommand(Create.class, asked -> change(new Created(asked.upload()), asked))
        .onCommand(Request.class, asked -> refuse(asked, NO_SUCH_BATCH));
    phases
        .forStateType(BatchState.Gone.class)
        .onCommand(Request.class, asked -> refuse(asked, NO_SUCH_BATCH));
    phases
        .forStateType(BatchState.Removing.class)
        .onCommand(Remove.class, work::answered)
        .onCommand(Request.class, asked -> refuse(asked, BEING_REMOVED));
    phases
        .forStateType(Active.class)
        .onCommand(Pause.class, asked -> change(new Paused(), asked))
        .onCommand(Retry.class, work::lookAndAnswer)
        .onCommand(Resume.class, work::answered);
    phases
        .forStateType(BatchState.Paused.class)
        .onCommand(Pause.class, work::answered)
        .onCommand(Resume.class, asked -> change(new Resumed(), asked));
    phases
        .forStateType(BatchState.Failed.class)
        .onCommand(Retry.class, asked -> change(new Resumed(), asked))
        .onCommand(Resume.class, asked -> change(new Resumed(), asked));
    phases
        .forStateType(BatchState.Cancelled.class)
        .onCommand(Cancel.class, work::answered)
        .onCommand(Retry.class, asked -> refuse(asked, IS_CANCELLED))
        .onCommand(Resume.class, asked -> refuse(asked, IS_CANCELLED));
    phases
        .forStateType(Present.class)
        .onCommand(Remove.class, asked -> change(new Removed(asked.purge()), asked));
    phases
        .forStateType(BatchState.Completed.class)
        .onCommand(Pause.class, asked -> change(new Paused(), asked))
        .onCommand(Retry.class, asked -> change(new Resumed(), asked))
        .onCommand(Request.class, work::answered);
    phases
        .forStateType(Present.class)
        .onCommand(Cancel.class, asked -> change(new Cancelled(), asked))
        .onCommand(Request.class, work::answered);
    phases
        .forAnyState()
        .onCommand(ChunkEnded.class, work::onChunkEnded)
        .onCommand(ChunkStumbled.class, work::onChunkStumbled)
        .onCommand(Look.class, work::onLook)
        .onCommand(Looked.class, work::onLooked)
        .onCommand(Wake.class, () -> Effect().noReply())
        .onCommand(Leave.class, work::onLeave)
        .onCommand(StillRunning.class, work::onStillRunning)
        .onCommand(Emptied.class, work::onEmptied)
        .onCommand(Rest.class, work::onRest)
        .onCommand(Restart.class, work::onRestart)
        .onCommand(RunBegan.class, work::onRunBegan)
        .onCommand(Stored.class, work::onStored)
        .onCommand(RunEnded.class, work::onRunEnded)
        .onCommand(RunDied.class, work::onRunDied);
    return phases.build();
  }

  @Override
  public EventHandler<BatchState, Event> eventHandler() {
    return newEventHandlerBuilder()
        .forAnyState()
        .onEvent(Created.class, BatchState::created)
        .onEvent(Listed.class, BatchState::listed)
        .onEvent(Paused.class, BatchState::paused)
        .onEvent(Resumed.class, BatchState::resumed)
        .onEvent(Completed.class, BatchState::completed)
        .onEvent(Cancelled.class, BatchState::cancelled)
        .onEvent(Failed.class, BatchState::failed)
        .onEvent(Removed.class, BatchState::removed)
        .build();
  }

  @Override
  public SignalHandler<BatchState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), work::onRecovered)
        .build();
  }

  private ReplyEffect<Event, BatchState> refuse(Request asked, String reason) {
    return Effect().reply(asked.replyTo(), StatusReply.error(reason));
  }

  private ReplyEffect<Event, BatchState> change(Event event, Request asked) {
    return Effect()
        .persist(event)
        .thenRun(work::turn)
        .thenRun(next -> work.answer(next, asked))
        .thenNoReply();
  }
}
