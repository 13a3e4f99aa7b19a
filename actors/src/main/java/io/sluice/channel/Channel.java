package io.sluice.channel;

import io.sluice.channel.ChannelState.Absent;
import io.sluice.channel.ChannelState.Active;
import io.sluice.channel.ChannelState.AtRest;
import io.sluice.channel.ChannelState.Present;
import io.sluice.channel.ChannelState.Removing;
import io.sluice.ledger.RunStart;
import io.sluice.ledger.channel.ChannelPhase;
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
 * A channel: collects when told to, one run at a time, each in one of the node's places. It starts
 * a failed run again from the ledger, and gives up after so many in a row without progress. One
 * that follows looks for news from time to time, which needs no place.
 */
public final class Channel
    extends EventSourcedBehaviorWithEnforcedReplies<Channel.Command, Channel.Event, ChannelState> {

  public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "channel");

  /** Why a channel refuses, as its replies say it. */
  public static final String BEING_REMOVED = "this channel is being removed";

  public static final String NOT_REGISTERED = "there is no such channel";

  // ---- commands

  /** What a channel understands. */
  public sealed interface Command {}

  /** What somebody asks of a channel, who is told how it stands then, or why it refuses. */
  public sealed interface Request extends Command, CborSerializable {
    ActorRef<StatusReply<Update>> replyTo();
  }

  /** Collect this now; a channel that is paused, has failed or is complete goes on. */
  public record Collect(Collection collection, ActorRef<StatusReply<Update>> replyTo)
      implements Request {}

  /**
   * Have this among what is collected: at once, or when what is at work is complete. A paused
   * channel stays paused.
   */
  public record Add(Collection collection, ActorRef<StatusReply<Update>> replyTo)
      implements Request {}

  /** Store what is on its way, then take no more until told to. */
  public record Pause(ActorRef<StatusReply<Update>> replyTo) implements Request {}

  /** Go on; a channel that has failed or is complete looks again. */
  public record Resume(ActorRef<StatusReply<Update>> replyTo) implements Request {}

  /** There are items that are to be tried again. Of a paused channel they wait. */
  public record Retry(ActorRef<StatusReply<Update>> replyTo) implements Request {}

  /** Stop and be forgotten; purged, with all that is stored. */
  public record Remove(boolean purge, ActorRef<StatusReply<Update>> replyTo) implements Request {}

  /** Be there, and go on with what you have to do. */
  public record Wake() implements Command, CborSerializable {}

  /** This node ends: store what is on its way, and go on elsewhere or later. */
  public record Leave() implements Command, CborSerializable {}

  record PlaceGranted(long ticket) implements Command {}

  enum Rest implements Command {
    REST
  }

  enum Restart implements Command {
    RESTART
  }

  record Purged(Optional<Throwable> failure) implements Command {}

  enum LookForNews implements Command {
    LOOK
  }

  record RunBegan(RunStart start) implements Command {}

  record Stored(Progress progress) implements Command {}

  record RunEnded(Optional<Throwable> cause) implements Command {}

  record RunDied(ActorRef<Run.Command> run) implements Command {}

  // ---- replies

  /** What is collected: the channel's name and where from. */
  public record Collection(String name, SourceSpec source) {}

  /**
   * How a channel stands.
   *
   * @param collection what it speaks of; null before the channel is registered
   * @param reason why it failed; empty if it has not
   * @param tally of nothing
   */
  public record Update(
      long channel, Collection collection, ChannelPhase phase, String reason, NoTally tally)
      implements CborSerializable {

    Update(long channel, Collection collection, ChannelPhase phase, String reason) {
      this(channel, collection, phase, reason, NoTally.NONE);
    }
  }

  // ---- events

  /** What is written to the journal. */
  public sealed interface Event extends CborSerializable, LifeEvent {}

  record Registered(Collection collection) implements Event {

    @Override
    public String about() {
      return collection.source().location();
    }
  }

  record Queued(Collection collection) implements Event {

    @Override
    public String about() {
      return collection.source().location();
    }
  }

  /** Comes after what is at work. */
  record Postponed(Collection collection) implements Event {

    @Override
    public String about() {
      return collection.source().location();
    }
  }

  record RunStarted(long epoch) implements Event {

    @Override
    public String about() {
      return "run " + epoch;
    }
  }

  record CaughtUp() implements Event {}

  record Paused() implements Event {}

  record Completed() implements Event {}

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

  private final ChannelWork work;

  private Channel(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ChannelNode node,
      String id,
      Consumer<ActorRef<Command>> atRest) {
    super(
        PersistenceId.of(KEY.name(), id),
        SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2));
    work =
        new ChannelWork(
            new ChannelWork.Self(
                context,
                timers,
                Long.parseLong(id),
                Effect(),
                () -> lastSequenceNumber(context),
                () -> atRest.accept(context.getSelf())),
            node);
  }

  /**
   * What sharding needs to start channels on a node; an entity's id is its channel's. A channel
   * with nothing to do is let go, and is remembered no more until somebody asks for it.
   */
  public static Entity<Command, ShardingEnvelope<Command>> entity(ChannelNode node) {
    return Entity.of(
            KEY,
            entity ->
                create(
                    node,
                    entity.getEntityId(),
                    self -> entity.getShard().tell(new ClusterSharding.Passivate<>(self))))
        .withStopMessage(new Leave());
  }

  /**
   * @param atRest told when there is nothing to do, and the row says so
   */
  static Behavior<Command> create(ChannelNode node, String id, Consumer<ActorRef<Command>> atRest) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Channel(context, timers, node, id, atRest)));
  }

  /** Under which name the ledger knows the runs of a channel. */
  public static String ledgerName(long channel) {
    return "channel-" + channel;
  }

  /** Has a run tell this channel how it goes. */
  static Run.Owner<Progress> ownerOfRuns(ActorRef<Command> channel) {
    return new Run.Owner<>() {
      @Override
      public void began(RunStart start) {
        channel.tell(new RunBegan(start));
      }

      @Override
      public void stored(Progress progress) {
        channel.tell(new Stored(progress));
      }

      @Override
      public void ended(Optional<Throwable> cause) {
        channel.tell(new RunEnded(cause));
      }
    };
  }

  @Override
  public ChannelState emptyState() {
    return ChannelState.NEW;
  }

  @Override
  public CommandHandlerWithReply<Command, Event, ChannelState> commandHandler() {
    var phases = newCommandHandlerWithReplyBuilder();
    phases
        .forStateType(Absent.class)
        .onCommand(Collect.class, (none, asked) -> register(none, asked, asked.collection()))
        .onCommand(Add.class, (none, asked) -> register(none, asked, asked.collection()))
        .onCommand(Pause.class, work::answered)
        .onCommand(Resume.class, asked -> refuse(asked, NOT_REGISTERED))
        .onCommand(Retry.class, asked -> refuse(asked, NOT_REGISTERED));
    phases
        .forStateType(Active.class)
        .onCommand(Collect.class, this::onCollectWhileActive)
        .onCommand(Add.class, this::onAdd)
        .onCommand(Pause.class, asked -> stop(new Paused(), asked))
        .onCommand(Resume.class, work::answered)
        .onCommand(Retry.class, this::onRetry);
    // What is tried again waits until it is resumed.
    phases.forStateType(ChannelState.Paused.class).onCommand(Retry.class, work::answered);
    phases
        .forStateType(AtRest.class)
        .onCommand(Collect.class, (resting, asked) -> collect(resting, asked, asked.collection()))
        .onCommand(Add.class, this::onAdd)
        .onCommand(Pause.class, work::answered)
        .onCommand(Resume.class, (resting, asked) -> collect(resting, asked, resting.collection()))
        .onCommand(Retry.class, this::onRetry);
    phases
        .forStateType(Removing.class)
        .onCommand(Collect.class, asked -> refuse(asked, BEING_REMOVED))
        .onCommand(Add.class, asked -> refuse(asked, BEING_REMOVED))
        .onCommand(Resume.class, asked -> refuse(asked, BEING_REMOVED))
        .onCommand(Request.class, work::answered);
    phases
        .forAnyState()
        .onCommand(Remove.class, asked -> stop(new Removed(asked.purge()), asked))
        .onCommand(Purged.class, work::onPurged)
        .onCommand(Wake.class, () -> Effect().noReply())
        .onCommand(Leave.class, work::onLeave)
        .onCommand(PlaceGranted.class, work::onPlaceGranted)
        .onCommand(Restart.class, work::onRestart)
        .onCommand(Rest.class, work::onRest)
        .onCommand(LookForNews.class, work::onLookForNews)
        .onCommand(RunBegan.class, work.runs()::onRunBegan)
        .onCommand(Stored.class, work.runs()::onStored)
        .onCommand(RunEnded.class, work.runs()::onRunEnded)
        .onCommand(RunDied.class, work.runs()::onRunDied);
    return phases.build();
  }

  @Override
  public EventHandler<ChannelState, Event> eventHandler() {
    return newEventHandlerBuilder()
        .forAnyState()
        .onEvent(Registered.class, ChannelState::registered)
        .onEvent(Queued.class, ChannelState::queued)
        .onEvent(Postponed.class, ChannelState::postponed)
        .onEvent(RunStarted.class, ChannelState::runStarted)
        .onEvent(CaughtUp.class, ChannelState::caughtUp)
        .onEvent(Paused.class, ChannelState::paused)
        .onEvent(Completed.class, ChannelState::completed)
        .onEvent(Failed.class, ChannelState::failed)
        .onEvent(Removed.class, ChannelState::removed)
        .build();
  }

  @Override
  public SignalHandler<ChannelState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), work::onRecovered)
        .build();
  }

  private ReplyEffect<Event, ChannelState> refuse(Request asked, String reason) {
    return Effect().reply(asked.replyTo(), StatusReply.error(reason));
  }

  private ReplyEffect<Event, ChannelState> register(
      Absent none, Request asked, Collection collection) {
    return startAfresh(none.eventsOfCollecting(collection), asked);
  }

  private ReplyEffect<Event, ChannelState> collect(
      Present present, Request asked, Collection collection) {
    return startAfresh(present.eventsOfCollecting(collection), asked);
  }

  private ReplyEffect<Event, ChannelState> onCollectWhileActive(Active active, Collect asked) {
    return asked.collection().equals(active.collection())
        ? work.answered(active, asked)
        : collect(active, asked, asked.collection());
  }

  private ReplyEffect<Event, ChannelState> onAdd(Present present, Add asked) {
    var events = present.eventsOfAdding(asked.collection());
    return events.isEmpty()
        ? work.answered(present, asked)
        : Effect()
            .persist(events)
            .thenRun(next -> work.startIfOther(next, present.collection()))
            .thenRun(next -> work.answer(next, asked))
            .thenNoReply();
  }

  private ReplyEffect<Event, ChannelState> onRetry(Present present, Retry asked) {
    return startAfresh(List.of(new Queued(present.collection())), asked);
  }

  private ReplyEffect<Event, ChannelState> startAfresh(List<Event> events, Request asked) {
    return Effect()
        .persist(events)
        .thenRun(work::startAfresh)
        .thenRun(next -> work.answer(next, asked))
        .thenNoReply();
  }

  private ReplyEffect<Event, ChannelState> stop(Event event, Request asked) {
    return Effect()
        .persist(event)
        .thenRun(work::stopOrTell)
        .thenRun(next -> work.answer(next, asked))
        .thenNoReply();
  }
}
