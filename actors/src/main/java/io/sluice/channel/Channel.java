package io.sluice.channel;

import io.sluice.ledger.FencedException;
import io.sluice.serialization.CborSerializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
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

  /** A place that is free comes sooner, and its run looks for news first. */
  private static final Duration SOON = Duration.ofMillis(500);

  /** Why a channel refuses, as its replies say it. */
  public static final String BEING_REMOVED = "this channel is being removed";

  public static final String NOT_REGISTERED = "there is no such channel";

  // ---- commands

  /** What a channel understands. */
  public sealed interface Command {}

  /** Collect this now; a channel that is paused, has failed or is complete goes on. */
  public record Collect(Collection collection, ActorRef<StatusReply<Update>> replyTo)
      implements Command, CborSerializable {}

  /**
   * Have this among what is collected: at once, or when what is at work is complete. A paused
   * channel stays paused.
   */
  public record Add(Collection collection, ActorRef<StatusReply<Update>> replyTo)
      implements Command, CborSerializable {}

  /** Store what is on its way, then take no more until told to. */
  public record Pause(ActorRef<StatusReply<Update>> replyTo) implements Command, CborSerializable {}

  /** Go on; a channel that has failed or is complete looks again. */
  public record Resume(ActorRef<StatusReply<Update>> replyTo)
      implements Command, CborSerializable {}

  /** There are items that are to be tried again. Of a paused channel they wait. */
  public record Retry(ActorRef<StatusReply<Update>> replyTo) implements Command, CborSerializable {}

  /** Stop and be forgotten; purged, with all that is stored. */
  public record Remove(boolean purge, ActorRef<StatusReply<Update>> replyTo)
      implements Command, CborSerializable {}

  /** Go on with what you were at when your node ended. */
  public record Wake() implements Command, CborSerializable {}

  /** This node ends: store what is on its way, and go on elsewhere or later. */
  public record Leave() implements Command, CborSerializable {}

  /** Tell this actor how things stand, now and at each change. */
  public record Watch(ActorRef<Update> watcher) implements Command, CborSerializable {}

  private enum SlotGranted implements Command {
    GRANTED
  }

  private enum Restart implements Command {
    RESTART
  }

  private record Purged(Optional<Throwable> failure) implements Command {}

  private enum LookForNews implements Command {
    LOOK
  }

  record RunBegan(long epoch, int deaths) implements Command {}

  record Stored(Progress progress) implements Command {}

  record RunEnded(Optional<Throwable> cause) implements Command {}

  record RunDied(ActorRef<ChannelRun.Command> run) implements Command {}

  // ---- replies

  /** What is collected: the channel's name and where from. */
  public record Collection(String name, SourceSpec source) {}

  /** Where a channel stands in its life. */
  public enum Phase {
    REGISTERED,
    WAITING,
    COLLECTING,
    /** Has all there is, and looks for news. */
    FOLLOWING,
    PAUSED,
    COMPLETED,
    FAILED,
    /** Forgotten, and what is stored of it goes as well. */
    REMOVING,
    /** Forgotten; what is stored of it stays. */
    REMOVED
  }

  /**
   * How a channel stands.
   *
   * @param collection what it speaks of; null before the channel is registered
   * @param reason why it failed or last stumbled; empty if it did neither
   */
  public record Update(long channel, Collection collection, Phase phase, String reason, Tally tally)
      implements CborSerializable {}

  // ---- events

  /** What is written to the journal. */
  public sealed interface Event extends CborSerializable {}

  record Registered(Collection collection) implements Event {}

  record Queued(Collection collection) implements Event {}

  /** Comes after what is at work. */
  record Postponed(Collection collection) implements Event {}

  record RunStarted(long epoch) implements Event {}

  record CaughtUp() implements Event {}

  record Paused() implements Event {}

  record Completed() implements Event {}

  record Failed(String reason) implements Event {}

  record Removed(boolean purge) implements Event {}

  // ---- behavior

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final ChannelNode node;
  private final long id;
  private final ChannelReport report;
  private final CurrentRun current;
  private final StandingRow row;
  private int failures;
  private boolean leaving;
  private boolean purging;

  private Channel(
      ActorContext<Command> context, TimerScheduler<Command> timers, ChannelNode node, String id) {
    super(
        PersistenceId.of(KEY.name(), id),
        SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2));
    this.context = context;
    this.timers = timers;
    this.node = node;
    this.id = Long.parseLong(id);
    var slot = context.messageAdapter(Slots.Granted.class, granted -> SlotGranted.GRANTED);
    current = new CurrentRun(context, node, this.id, slot);
    report = new ChannelReport(this.id, context.getLog());
    row = new StandingRow(this.id, node.ledger().states(), jdbc());
  }

  /** What sharding needs to start channels on a node; an entity's id is its channel's. */
  public static Entity<Command, ?> entity(ChannelNode node) {
    return Entity.of(KEY, entity -> create(node, entity.getEntityId()))
        .withStopMessage(new Leave());
  }

  static Behavior<Command> create(ChannelNode node, String id) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Channel(context, timers, node, id)));
  }

  /** Under which name the ledger knows the runs of a channel. */
  static String ledgerName(long channel) {
    return "channel-" + channel;
  }

  @Override
  public ChannelState emptyState() {
    return ChannelState.NEW;
  }

  @Override
  public CommandHandlerWithReply<Command, Event, ChannelState> commandHandler() {
    return newCommandHandlerWithReplyBuilder()
        .forAnyState()
        .onCommand(Collect.class, this::onCollect)
        .onCommand(Add.class, this::onAdd)
        .onCommand(Pause.class, this::onPause)
        .onCommand(Resume.class, this::onResume)
        .onCommand(Retry.class, this::onRetry)
        .onCommand(Remove.class, this::onRemove)
        .onCommand(Purged.class, this::onPurged)
        .onCommand(Wake.class, this::onWake)
        .onCommand(Leave.class, this::onLeave)
        .onCommand(Watch.class, this::onWatch)
        .onCommand(SlotGranted.class, this::onSlotGranted)
        .onCommand(Restart.class, this::onRestart)
        .onCommand(LookForNews.class, this::onLookForNews)
        .onCommand(RunBegan.class, this::onRunBegan)
        .onCommand(Stored.class, this::onStored)
        .onCommand(RunEnded.class, this::onRunEnded)
        .onCommand(RunDied.class, this::onRunDied)
        .build();
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
        .onSignal(RecoveryCompleted.instance(), this::onRecovered)
        .build();
  }

  private void onRecovered(ChannelState state) {
    // After a failure of the journal this is a second life of the same object: its run is gone.
    current.forget();
    if (leaving) {
      context.getSelf().tell(new Leave());
    }
    proceed(state);
  }

  private ReplyEffect<Event, ChannelState> onCollect(ChannelState state, Collect command) {
    if (state.phase() == Phase.REMOVING) {
      return Effect().reply(command.replyTo(), StatusReply.error(BEING_REMOVED));
    }
    if (state.wantsToRun() && command.collection().equals(state.collection())) {
      return Effect().reply(command.replyTo(), now(state));
    }
    return Effect()
        .persist(state.eventsOfCollecting(command.collection()))
        .thenRun(this::startAfresh)
        .thenReply(command.replyTo(), this::now);
  }

  private ReplyEffect<Event, ChannelState> onAdd(ChannelState state, Add command) {
    if (!state.isRegistered() || state.phase() == Phase.REMOVING) {
      return onCollect(state, new Collect(command.collection(), command.replyTo()));
    }
    if (state.leavesAsItIs(command.collection())) {
      return Effect().reply(command.replyTo(), now(state));
    }
    var before = state.collection();
    return Effect()
        .persist(state.eventsOfAdding(command.collection()))
        .thenRun(next -> startIfOther(next, before))
        .thenReply(command.replyTo(), this::now);
  }

  private void startIfOther(ChannelState state, Collection before) {
    if (state.collection().equals(before) && current.exists()) {
      row.note(state, version());
    } else {
      startAfresh(state);
    }
  }

  private ReplyEffect<Event, ChannelState> onResume(ChannelState state, Resume command) {
    if (!state.isRegistered()) {
      return Effect().reply(command.replyTo(), StatusReply.error(NOT_REGISTERED));
    }
    return onCollect(state, new Collect(state.collection(), command.replyTo()));
  }

  private ReplyEffect<Event, ChannelState> onRetry(ChannelState state, Retry command) {
    if (!state.isRegistered()) {
      return Effect().reply(command.replyTo(), StatusReply.error(NOT_REGISTERED));
    }
    if (state.phase() == Phase.REMOVING || state.phase() == Phase.PAUSED) {
      return Effect().reply(command.replyTo(), now(state));
    }
    return Effect()
        .persist(new Queued(state.collection()))
        .thenRun(this::startAfresh)
        .thenReply(command.replyTo(), this::now);
  }

  private ReplyEffect<Event, ChannelState> onRemove(ChannelState state, Remove command) {
    if (state.phase() == Phase.REMOVING) {
      return Effect().reply(command.replyTo(), now(state));
    }
    return Effect()
        .persist(new Removed(command.purge()))
        .thenRun(this::stopOrTell)
        .thenReply(command.replyTo(), this::now);
  }

  private void purge() {
    if (purging) {
      return;
    }
    purging = true;
    context.pipeToSelf(
        CompletableFuture.runAsync(() -> node.ledger().removal().purge(id, ledgerName(id)), jdbc()),
        (done, failure) -> new Purged(Optional.ofNullable(failure)));
  }

  private ReplyEffect<Event, ChannelState> onPurged(ChannelState state, Purged command) {
    purging = false;
    if (command.failure().isEmpty()) {
      report.purged(name(state));
      return Effect().stop().thenNoReply();
    }
    report.notPurged(name(state), Failures.root(command.failure().get()));
    timers.startSingleTimer(Restart.RESTART, node.settings().backoff(++failures));
    return Effect().noReply();
  }

  private ReplyEffect<Event, ChannelState> onWake(ChannelState state, Wake command) {
    return Effect().noReply();
  }

  private ReplyEffect<Event, ChannelState> onLeave(ChannelState state, Leave command) {
    leaving = true;
    timers.cancelAll();
    current.stop();
    return current.exists() ? Effect().noReply() : Effect().stop().thenNoReply();
  }

  private void startAfresh(ChannelState state) {
    failures = 0;
    report.restart();
    current.stop();
    proceed(state);
  }

  private ReplyEffect<Event, ChannelState> onPause(ChannelState state, Pause command) {
    if (!state.wantsToRun()) {
      return Effect().reply(command.replyTo(), now(state));
    }
    return Effect()
        .persist(new Paused())
        .thenRun(this::stopOrTell)
        .thenReply(command.replyTo(), this::now);
  }

  private void stopOrTell(ChannelState state) {
    timers.cancelAll();
    current.stop();
    if (!current.exists()) {
      current.leavePlace();
      proceed(state);
    }
    tell(state);
  }

  private ReplyEffect<Event, ChannelState> onWatch(ChannelState state, Watch command) {
    report.watch(command.watcher());
    tell(state);
    return Effect().noReply();
  }

  private ReplyEffect<Event, ChannelState> onSlotGranted(ChannelState state, SlotGranted command) {
    current.placed();
    if (!current.exists()) {
      proceed(state);
    }
    return Effect().noReply();
  }

  private ReplyEffect<Event, ChannelState> onRestart(ChannelState state, Restart command) {
    proceed(state);
    return Effect().noReply();
  }

  /** A run that reads all looks for news by itself. */
  private ReplyEffect<Event, ChannelState> onLookForNews(ChannelState state, LookForNews command) {
    if (state.follows() && !current.exists()) {
      current.start(state.collection(), ChannelRun.Extent.NEWS);
    }
    return Effect().noReply();
  }

  private ReplyEffect<Event, ChannelState> onRunBegan(ChannelState state, RunBegan command) {
    if (!state.wantsToRun() || current.isStopping()) {
      current.stop();
      return Effect().noReply();
    }
    if (command.deaths() > node.settings().maxRestarts()) {
      current.stop();
      return fail(
          state,
          "its process ended %d times in a row before anything was stored"
              .formatted(command.deaths()));
    }
    if (current.extent() == ChannelRun.Extent.NEWS) {
      return onNewsBegan(state, command);
    }
    return Effect().persist(new RunStarted(command.epoch())).thenRun(this::startRun).thenNoReply();
  }

  /** What killed a process is for a whole run to find out, which looks at what that left. */
  private ReplyEffect<Event, ChannelState> onNewsBegan(ChannelState state, RunBegan command) {
    if (command.deaths() == 0) {
      current.go();
      return Effect().noReply();
    }
    current.leave();
    return state.wantsPlace()
        ? Effect().noReply()
        : Effect().persist(new Queued(state.collection())).thenNoReply();
  }

  private void startRun(ChannelState state) {
    report.runStarts(current.collection().name(), state.epoch());
    current.go();
    tell(state);
  }

  private ReplyEffect<Event, ChannelState> onStored(ChannelState state, Stored command) {
    if (command.progress().batch().progress()) {
      failures = 0;
    }
    report.add(state.collection().name(), command.progress());
    tell(state);
    return Effect().noReply();
  }

  private ReplyEffect<Event, ChannelState> onRunDied(ChannelState state, RunDied command) {
    return current.is(command.run())
        ? onRunEnded(
            state, new RunEnded(Optional.of(new IllegalStateException("its run's actor died"))))
        : Effect().noReply();
  }

  private ReplyEffect<Event, ChannelState> onRunEnded(ChannelState state, RunEnded command) {
    boolean stopped = current.isStopping();
    boolean news = current.extent() == ChannelRun.Extent.NEWS;
    current.end();
    if (leaving) {
      current.leavePlace();
      return Effect().stop().thenNoReply();
    }
    if (!state.wantsToRun()) {
      current.leavePlace();
      proceed(state);
      tell(state);
      return Effect().noReply();
    }
    if (stopped) {
      proceed(state);
      if (news && state.follows()) {
        lookForNewsIn(state.collection().source().interval());
      }
      return Effect().noReply();
    }
    if (command.cause().isPresent()) {
      return stumble(state, command.cause().get());
    }
    return news ? onNewsRead(state) : onAllRead(state);
  }

  private ReplyEffect<Event, ChannelState> onAllRead(ChannelState state) {
    if (!state.later().isEmpty()) {
      return goOnWithNext(state, new Completed());
    }
    return state.follows()
        ? Effect().persist(new CaughtUp()).thenRun(this::tellAndFollow).thenNoReply()
        : Effect().persist(new Completed()).thenRun(this::tell).thenNoReply();
  }

  /** What is collected next does not wait for somebody to look at how this one ended. */
  private ReplyEffect<Event, ChannelState> goOnWithNext(ChannelState state, Event end) {
    var ended = state.collection();
    var reason = end instanceof Failed failed ? failed.reason() : "";
    var phase = end instanceof Failed ? Phase.FAILED : Phase.COMPLETED;
    return Effect()
        .persist(List.of(end, new Queued(state.later().get(0))))
        .thenRun(
            next -> {
              report.tell(ended, phase, reason);
              if (!reason.isEmpty()) {
                row.stumbled(next, version(), reason);
              }
              startAfresh(next);
            })
        .thenNoReply();
  }

  private void tellAndFollow(ChannelState state) {
    tell(state);
    lookForNewsIn(state.collection().source().interval());
  }

  /** What was missed for long does not fit on the newest page: that is work for a whole run. */
  private ReplyEffect<Event, ChannelState> onNewsRead(ChannelState state) {
    if (state.phase() == Phase.FOLLOWING) {
      failures = 0;
      if (report.isBehind()) {
        return Effect()
            .persist(new Queued(state.collection()))
            .thenRun(this::proceed)
            .thenNoReply();
      }
    }
    lookForNewsIn(state.collection().source().interval());
    if (current.hasPlace()) {
      proceed(state);
    }
    return Effect().noReply();
  }

  private ReplyEffect<Event, ChannelState> stumble(ChannelState state, Throwable cause) {
    var reason = Failures.reason(cause);
    report.stumbled(state.collection().name(), reason, cause);
    if (cause instanceof FencedException) {
      // The journal belongs to the other run's channel now.
      report.tell(state.collection(), Phase.FAILED, reason);
      return Effect().stop().thenNoReply();
    }
    failures++;
    node.metrics().runs().failed();
    // The next attempt looks for news by itself.
    timers.cancel(LookForNews.LOOK);
    if (Failures.isFinal(cause)) {
      return fail(state, reason);
    }
    if (failures > node.settings().maxRestarts()) {
      return fail(state, "%d runs in a row failed, the last with: %s".formatted(failures, reason));
    }
    var wait = node.settings().backoff(failures);
    report.startsAgain(state.collection().name(), wait, failures, node.settings().maxRestarts());
    report.tell(state.collection(), state.phase(), reason);
    row.stumbled(state, version(), reason);
    timers.startSingleTimer(Restart.RESTART, wait);
    return Effect().noReply();
  }

  private ReplyEffect<Event, ChannelState> fail(ChannelState state, String reason) {
    if (!current.exists()) {
      current.leavePlace();
    }
    node.metrics().runs().gaveUp();
    return state.later().isEmpty()
        ? Effect().persist(new Failed(reason)).thenRun(this::tell).thenNoReply()
        : goOnWithNext(state, new Failed(reason));
  }

  /** Does what comes next for a channel without a run. */
  private void proceed(ChannelState state) {
    row.note(state, version());
    if (current.exists() || leaving) {
      return;
    }
    if (state.phase() == Phase.REMOVING) {
      current.leavePlace();
      purge();
      return;
    }
    if (state.wantsPlace() && current.hasPlace()) {
      current.start(state.collection(), ChannelRun.Extent.ALL);
    } else if (state.wantsPlace()) {
      current.askForPlace();
    } else if (current.hasPlace()) {
      current.leavePlace();
    }
    if (state.follows() && !current.exists()) {
      lookForNewsIn(SOON);
    }
  }

  private void lookForNewsIn(Duration time) {
    timers.startSingleTimer(LookForNews.LOOK, time);
  }

  private void tell(ChannelState state) {
    row.note(state, version());
    boolean stopping = current.exists() && !state.wantsToRun();
    report.tell(state.collection(), stopping ? Phase.COLLECTING : state.phase(), state.reason());
  }

  private StatusReply<Update> now(ChannelState state) {
    return StatusReply.success(report.update(state.collection(), state.phase(), state.reason()));
  }

  private String name(ChannelState state) {
    return state.collection() == null ? ledgerName(id) : state.collection().name();
  }

  private long version() {
    return lastSequenceNumber(context);
  }

  private Executor jdbc() {
    return context
        .getSystem()
        .dispatchers()
        .lookup(DispatcherSelector.fromConfig("sluice.jdbc-dispatcher"));
  }
}
