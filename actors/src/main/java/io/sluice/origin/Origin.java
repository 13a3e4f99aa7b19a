package io.sluice.origin;

import io.sluice.serialization.CborSerializable;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EffectBuilder;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * An origin: gives a permit for one request after another, as fast as its rate allows, and none
 * while its site wants no requests. That time is kept in the journal; the rate is kept in memory.
 */
public final class Origin
    extends EventSourcedBehaviorWithEnforcedReplies<Origin.Command, Origin.Event, Origin.State> {

  public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "origin");

  private static final Duration FIRST_CLOSING = Duration.ofSeconds(2);
  static final Duration LONGEST_CLOSING = Duration.ofMinutes(10);
  private static final double JITTER = 0.1;

  /** How many requests in a row must break before it is the origin's doing and not chance. */
  private static final int RUN_OF_STUMBLES = 5;

  /** Added to each closing: without it our next request could reach the site before its time. */
  private static final long MARGIN_MILLIS = 50;

  private static final int EVENTS_TO_A_SNAPSHOT = 100;

  // ---- commands

  /** What an origin understands. */
  public sealed interface Command {}

  /**
   * Asks for a permit to send one request.
   *
   * @param waitedMillis how long the asker has waited already
   * @param patienceMillis how long it will listen for the answer
   */
  record Acquire(
      Priority priority, long waitedMillis, long patienceMillis, ActorRef<Answer> replyTo)
      implements Command, CborSerializable {}

  /** A request was answered as it should be. */
  record Answered(Permit permit) implements Command, CborSerializable {}

  /** A connection broke, or none came about. */
  record Stumbled(Permit permit, String reason) implements Command, CborSerializable {}

  /**
   * The origin wants to be left alone.
   *
   * @param retryAfterMillis for how long; 0 if it does not say
   * @param replyTo hears when that is in the journal
   */
  record Flooded(Permit permit, long retryAfterMillis, String reason, ActorRef<Noted> replyTo)
      implements Command, CborSerializable {}

  private enum Next implements Command {
    NEXT
  }

  private enum Tick implements Command {
    TICK
  }

  // ---- replies

  /**
   * What an asker is told. A record, and not one of two, for the sake of its serialization.
   *
   * @param permit to send now; null while closed
   * @param heldMillis how long the asker was made to wait for it here
   * @param closedMillis for how long the origin is closed
   * @param reason why it is closed; empty otherwise
   */
  record Answer(Permit permit, long heldMillis, long closedMillis, String reason)
      implements CborSerializable {
    static Answer permitted(Permit permit, long heldMillis) {
      return new Answer(permit, heldMillis, 0, "");
    }

    static Answer closed(long millis, String reason) {
      return new Answer(null, 0, Math.max(1, millis), reason);
    }
  }

  /** What was reported outlives the process from now on. */
  record Noted() implements CborSerializable {}

  // ---- events

  /** What is written to the journal. */
  public sealed interface Event extends CborSerializable {}

  record Closed(long untilMillis, int strikes, String reason) implements Event {}

  record Calmed() implements Event {}

  // ---- state

  /**
   * Whether and why an origin is closed.
   *
   * @param untilMillis when it opens, in milliseconds since 1970
   * @param strikes closings in a row for which it named no time
   * @param closings how often it was ever closed
   */
  public record State(long untilMillis, int strikes, long closings, String reason)
      implements CborSerializable {
    private static final State NEW = new State(0, 0, 0, "");

    private State closed(Closed event) {
      return new State(
          Math.max(untilMillis, event.untilMillis()),
          event.strikes(),
          closings + 1,
          event.reason());
    }

    private State calmed(Calmed event) {
      return new State(untilMillis, 0, closings, reason);
    }
  }

  // ---- behavior

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final OriginName name;
  private final Clock clock;
  private final Pace pace;
  private final Turns turns;
  private final ClosingNotice notice;
  private int stumbles;

  private Origin(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      OriginName name,
      OriginNode node) {
    super(
        PersistenceId.of(KEY.name(), name.entityId()),
        SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2));
    this.context = context;
    this.timers = timers;
    this.name = name;
    clock = node.clock();
    pace = new Pace(node.settings().perSecond(name.kind()));
    turns = new Turns(pace, clock, node.licence());
    var jdbc = DispatcherSelector.fromConfig("sluice.jdbc-dispatcher");
    var executor = context.getSystem().dispatchers().lookup(jdbc);
    notice = new ClosingNotice(name, node.closed(), executor, context.getLog());
  }

  /** What sharding needs to start origins on a node. */
  public static Entity<Command, ?> entity(OriginNode node) {
    return Entity.of(KEY, entity -> create(OriginName.ofEntityId(entity.getEntityId()), node));
  }

  static Behavior<Command> create(OriginName name, OriginNode node) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Origin(context, timers, name, node)));
  }

  @Override
  public State emptyState() {
    return State.NEW;
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(EVENTS_TO_A_SNAPSHOT, 1).withDeleteEventsOnSnapshot();
  }

  @Override
  public CommandHandlerWithReply<Command, Event, State> commandHandler() {
    return newCommandHandlerWithReplyBuilder()
        .forAnyState()
        .onCommand(Acquire.class, this::onAcquire)
        .onCommand(Answered.class, this::onAnswered)
        .onCommand(Stumbled.class, this::onStumbled)
        .onCommand(Flooded.class, this::onFlooded)
        .onCommand(Next.class, this::onNext)
        .onCommand(Tick.class, this::onTick)
        .build();
  }

  @Override
  public EventHandler<State, Event> eventHandler() {
    return newEventHandlerBuilder()
        .forAnyState()
        .onEvent(Closed.class, State::closed)
        .onEvent(Calmed.class, State::calmed)
        .build();
  }

  @Override
  public SignalHandler<State> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::onRecovered)
        .build();
  }

  private void onRecovered(State state) {
    turns.begin();
    if (isClosed(state)) {
      tellClosed(state);
    } else {
      notice.foundOpen(state);
    }
  }

  private ReplyEffect<Event, State> onAcquire(State state, Acquire command) {
    if (isClosed(state)) {
      command.replyTo().tell(closed(state));
    } else {
      turns.add(command);
      give(state);
    }
    return Effect().noReply();
  }

  private ReplyEffect<Event, State> onNext(State state, Next command) {
    give(state);
    return Effect().noReply();
  }

  private void give(State state) {
    turns
        .give(new Permit(name, state.closings(), stumbles == 0))
        .ifPresent(millis -> timers.startSingleTimer(Next.NEXT, Duration.ofMillis(millis)));
  }

  private ReplyEffect<Event, State> onAnswered(State state, Answered command) {
    stumbles = 0;
    pace.answered();
    return state.strikes() > 0 && command.permit().closings() == state.closings()
        ? Effect().persist(new Calmed()).thenNoReply()
        : Effect().noReply();
  }

  private ReplyEffect<Event, State> onStumbled(State state, Stumbled command) {
    stumbles++;
    pace.stumbled();
    context
        .getLog()
        .debug(
            "{}: {}; at {} requests a second now",
            name,
            command.reason(),
            "%.2f".formatted(pace.perSecond()));
    return stumbles >= RUN_OF_STUMBLES && command.permit().closings() == state.closings()
        ? close(state, 0, "%d requests in a row: %s".formatted(stumbles, command.reason()))
            .thenNoReply()
        : Effect().noReply();
  }

  private ReplyEffect<Event, State> onFlooded(State state, Flooded command) {
    boolean late = command.permit().closings() < state.closings();
    boolean longer =
        clock.millis() + command.retryAfterMillis() + MARGIN_MILLIS > state.untilMillis();
    if (late && (command.retryAfterMillis() == 0 || !longer)) {
      // Sent before the origin was closed: it tells nothing new.
      return Effect().reply(command.replyTo(), new Noted());
    }
    return close(state, command.retryAfterMillis(), command.reason())
        .thenReply(command.replyTo(), noted -> new Noted());
  }

  private EffectBuilder<Event, State> close(State state, long retryAfterMillis, String reason) {
    boolean named = retryAfterMillis > 0;
    long millis = named ? retryAfterMillis + MARGIN_MILLIS : backoff(state.strikes());
    int strikes = named ? state.strikes() : state.strikes() + 1;
    return Effect()
        .persist(new Closed(clock.millis() + millis, strikes, reason))
        .thenRun(this::tellClosed);
  }

  private long backoff(int strikes) {
    long doubled = FIRST_CLOSING.toMillis() << Math.min(strikes, 20);
    double factor = 1 + ThreadLocalRandom.current().nextDouble(JITTER);
    return (long) (Math.min(doubled, name.kind().longestClosing().toMillis()) * factor);
  }

  private void tellClosed(State state) {
    var answer = closed(state);
    turns.removeAll().forEach(asker -> asker.replyTo().tell(answer));
    notice.closed(state, answer.closedMillis());
    startTick(answer.closedMillis());
  }

  private ReplyEffect<Event, State> onTick(State state, Tick command) {
    if (isClosed(state)) {
      long left = state.untilMillis() - clock.millis();
      notice.stillClosed(left);
      startTick(left);
    } else {
      notice.open(state);
    }
    return Effect().noReply();
  }

  private void startTick(long left) {
    timers.startSingleTimer(Tick.TICK, Countdown.untilNextLine(left));
  }

  private boolean isClosed(State state) {
    return clock.millis() < state.untilMillis();
  }

  private Answer closed(State state) {
    return Answer.closed(state.untilMillis() - clock.millis(), state.reason());
  }
}
