package io.sluice.origin;

import io.sluice.serialization.CborSerializable;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * An origin: gives leave for one request after another, as fast as its rate allows, and for none
 * while it is closed. Until when it is closed outlives the process.
 */
public final class Origin
    extends EventSourcedBehaviorWithEnforcedReplies<Origin.Command, Origin.Event, Origin.State> {

  public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "origin");

  private static final Duration FIRST_CLOSING = Duration.ofSeconds(2);
  private static final Duration LONGEST_CLOSING = Duration.ofMinutes(10);
  private static final double JITTER = 0.1;

  /** How many requests in a row must break before it is the origin's doing and not chance. */
  private static final int RUN_OF_STUMBLES = 5;

  /** An answer takes its way: opened on the very millisecond, the origin would see us early. */
  private static final long MARGIN_MILLIS = 50;

  /** Timers are coarse: what they are late by may be made up for, so much at most. */
  private static final long LOT_MILLIS = 25;

  /** Answers to requests that were on their way together name the same time, rounded. */
  private static final long SAME_TIME_MILLIS = 1000;

  private static final int EVENTS_TO_A_SNAPSHOT = 100;

  // ---- commands

  /** What an origin understands. */
  public sealed interface Command {}

  /**
   * Asks for leave to send one request.
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
   */
  record Flooded(Permit permit, long retryAfterMillis, String reason)
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
   * @param permit leave to send now; null while closed
   * @param closedMillis for how long the origin is closed
   * @param reason why it is closed; empty otherwise
   */
  record Answer(Permit permit, long closedMillis, String reason) implements CborSerializable {}

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
  private final Waiting waiting = new Waiting();
  private long nextAt;
  private int stumbles;
  private long toldUntil;

  private Origin(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      OriginName name,
      OriginSettings settings,
      Clock clock) {
    super(
        PersistenceId.of(KEY.name(), name.entityId()),
        SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2));
    this.context = context;
    this.timers = timers;
    this.name = name;
    this.clock = clock;
    pace = new Pace(settings.perSecond(name.kind()));
  }

  /** What sharding needs to start origins on a node. */
  public static Entity<Command, ?> entity(OriginSettings settings, Clock clock) {
    return Entity.of(
        KEY, entity -> create(OriginName.ofEntityId(entity.getEntityId()), settings, clock));
  }

  static Behavior<Command> create(OriginName name, OriginSettings settings, Clock clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new Origin(context, timers, name, settings, clock)));
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

  /** Whoever gave leave before may have done so just now, so the first request waits its gap. */
  private void onRecovered(State state) {
    nextAt = clock.millis() + pace.gapMillis();
    if (isClosed(state)) {
      tellClosed(state);
    }
  }

  private ReplyEffect<Event, State> onAcquire(State state, Acquire command) {
    long now = clock.millis();
    if (isClosed(state)) {
      command.replyTo().tell(closed(state));
    } else {
      waiting.add(
          new Waiting.Asker(
              command.priority(),
              now - command.waitedMillis(),
              now + command.patienceMillis(),
              command.replyTo()),
          now);
      grant(state);
    }
    return Effect().noReply();
  }

  private ReplyEffect<Event, State> onNext(State state, Next command) {
    grant(state);
    return Effect().noReply();
  }

  private void grant(State state) {
    long now = clock.millis();
    if (nextAt - now > pace.longestGapMillis()) {
      nextAt = now + pace.gapMillis();
    }
    while (nextAt <= now) {
      var asker = waiting.next(now);
      if (asker == null) {
        return;
      }
      asker.replyTo().tell(new Answer(new Permit(name, state.closings(), stumbles == 0), 0, ""));
      nextAt = Math.max(nextAt, now - LOT_MILLIS) + pace.gapMillis();
    }
    if (!waiting.isEmpty()) {
      timers.startSingleTimer(Next.NEXT, Duration.ofMillis(nextAt - now));
    }
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
        : Effect().noReply();
  }

  private ReplyEffect<Event, State> onFlooded(State state, Flooded command) {
    boolean late = command.permit().closings() < state.closings();
    boolean longer =
        clock.millis() + command.retryAfterMillis() + MARGIN_MILLIS > state.untilMillis();
    if (late && (command.retryAfterMillis() == 0 || !longer)) {
      // Sent before the origin was closed: it tells nothing new.
      return Effect().noReply();
    }
    return close(state, command.retryAfterMillis(), command.reason());
  }

  private ReplyEffect<Event, State> close(State state, long retryAfterMillis, String reason) {
    boolean named = retryAfterMillis > 0;
    long millis = named ? retryAfterMillis + MARGIN_MILLIS : backoff(state.strikes());
    int strikes = named ? state.strikes() : state.strikes() + 1;
    return Effect()
        .persist(new Closed(clock.millis() + millis, strikes, reason))
        .thenRun(this::tellClosed)
        .thenNoReply();
  }

  private static long backoff(int strikes) {
    long doubled = FIRST_CLOSING.toMillis() << Math.min(strikes, 20);
    double factor = 1 + ThreadLocalRandom.current().nextDouble(JITTER);
    return (long) (Math.min(doubled, LONGEST_CLOSING.toMillis()) * factor);
  }

  private void tellClosed(State state) {
    var answer = closed(state);
    waiting.removeAll().forEach(asker -> asker.replyTo().tell(answer));
    if (state.untilMillis() > toldUntil + SAME_TIME_MILLIS) {
      var time = Countdown.words(answer.closedMillis());
      context.getLog().warn("{}: closed for {}: {}", name, time, state.reason());
    }
    toldUntil = state.untilMillis();
    startTick(answer.closedMillis());
  }

  private ReplyEffect<Event, State> onTick(State state, Tick command) {
    if (isClosed(state)) {
      long left = state.untilMillis() - clock.millis();
      context.getLog().info("{}: closed for another {}", name, Countdown.words(left));
      startTick(left);
    } else if (toldUntil > 0) {
      toldUntil = 0;
      context.getLog().info("{}: open again", name);
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
    return new Answer(null, Math.max(1, state.untilMillis() - clock.millis()), state.reason());
  }
}
