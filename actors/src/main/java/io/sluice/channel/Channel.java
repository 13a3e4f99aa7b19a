package io.sluice.channel;

import io.sluice.ledger.FencedException;
import io.sluice.serialization.CborSerializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
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

  // ---- commands

  /** What a channel understands. */
  public sealed interface Command {}

  /** Collect this now; a channel that is paused, has failed or is complete goes on. */
  public record Collect(Collection collection, ActorRef<StatusReply<Done>> replyTo)
      implements Command, CborSerializable {}

  /** Store what is on its way, then take no more until told to collect. */
  public record Pause(ActorRef<StatusReply<Done>> replyTo) implements Command, CborSerializable {}

  /** Tell this actor how things stand, now and at each change. */
  public record Watch(ActorRef<Update> watcher) implements Command, CborSerializable {}

  private enum SlotGranted implements Command {
    GRANTED
  }

  private enum Retry implements Command {
    RETRY
  }

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
    FAILED
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

  record RunStarted(long epoch) implements Event {}

  record CaughtUp() implements Event {}

  record Paused() implements Event {}

  record Completed() implements Event {}

  record Failed(String reason) implements Event {}

  // ---- behavior

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final ChannelNode node;
  private final long id;
  private final ChannelReport report;
  private final CurrentRun current;
  private int failures;

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
  }

  /** What sharding needs to start channels on a node; an entity's id is its channel's. */
  public static Entity<Command, ?> entity(ChannelNode node) {
    return Entity.of(KEY, entity -> create(node, entity.getEntityId()));
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
        .onCommand(Pause.class, this::onPause)
        .onCommand(Watch.class, this::onWatch)
        .onCommand(SlotGranted.class, this::onSlotGranted)
        .onCommand(Retry.class, this::onRetry)
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
        .onEvent(RunStarted.class, ChannelState::runStarted)
        .onEvent(CaughtUp.class, ChannelState::caughtUp)
        .onEvent(Paused.class, ChannelState::paused)
        .onEvent(Completed.class, ChannelState::completed)
        .onEvent(Failed.class, ChannelState::failed)
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
    proceed(state);
  }

  private ReplyEffect<Event, ChannelState> onCollect(ChannelState state, Collect command) {
    if (state.wantsToRun() && command.collection().equals(state.collection())) {
      return Effect().reply(command.replyTo(), StatusReply.ack());
    }
    var queued = new Queued(command.collection());
    List<Event> events =
        state.collection() == null
            ? List.of(new Registered(command.collection()), queued)
            : List.of(queued);
    return Effect()
        .persist(events)
        .thenRun(this::startAfresh)
        .thenReply(command.replyTo(), next -> StatusReply.ack());
  }

  private void startAfresh(ChannelState state) {
    failures = 0;
    report.restart();
    current.stop();
    proceed(state);
  }

  private ReplyEffect<Event, ChannelState> onPause(ChannelState state, Pause command) {
    if (!state.wantsToRun()) {
      return Effect().reply(command.replyTo(), StatusReply.ack());
    }
    return Effect()
        .persist(new Paused())
        .thenRun(this::stopOrTell)
        .thenReply(command.replyTo(), next -> StatusReply.ack());
  }

  private void stopOrTell(ChannelState state) {
    timers.cancelAll();
    current.stop();
    if (!current.exists()) {
      current.leavePlace();
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

  private ReplyEffect<Event, ChannelState> onRetry(ChannelState state, Retry command) {
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
    context.getLog().info("Processing channel: {} (ID: {})", current.collection().name(), id);
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
    if (!state.wantsToRun()) {
      current.leavePlace();
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
    return state.follows()
        ? Effect().persist(new CaughtUp()).thenRun(this::tellAndFollow).thenNoReply()
        : Effect().persist(new Completed()).thenRun(this::tell).thenNoReply();
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
    context.getLog().warn("Error processing channel {}: {}", state.collection().name(), reason);
    context.getLog().debug("The failure in full", cause);
    if (cause instanceof FencedException) {
      // The journal belongs to the other run's channel now.
      report.tell(state.collection(), Phase.FAILED, reason);
      return Effect().stop().thenNoReply();
    }
    failures++;
    // The next attempt looks for news by itself.
    timers.cancel(LookForNews.LOOK);
    if (Failures.isFinal(cause)) {
      return fail(reason);
    }
    if (failures > node.settings().maxRestarts()) {
      return fail("%d runs in a row failed, the last with: %s".formatted(failures, reason));
    }
    var wait = node.settings().backoff(failures);
    context
        .getLog()
        .info(
            "{}: starts again in {} ms (failure {} of {} in a row)",
            state.collection().name(),
            wait.toMillis(),
            failures,
            node.settings().maxRestarts());
    report.tell(state.collection(), state.phase(), reason);
    timers.startSingleTimer(Retry.RETRY, wait);
    return Effect().noReply();
  }

  private ReplyEffect<Event, ChannelState> fail(String reason) {
    if (!current.exists()) {
      current.leavePlace();
    }
    return Effect().persist(new Failed(reason)).thenRun(this::tell).thenNoReply();
  }

  /** Does what comes next for a channel without a run. */
  private void proceed(ChannelState state) {
    if (current.exists()) {
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
    boolean stopping = current.exists() && !state.wantsToRun();
    report.tell(state.collection(), stopping ? Phase.COLLECTING : state.phase(), state.reason());
  }
}
