package io.sluice.origin;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.sluice.ledger.ClosedOrigins;
import io.sluice.origin.Origin.Answer;
import io.sluice.origin.Origin.Command;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;

/** An origin with a journal in memory, and those who ask it. */
final class OriginFixture implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(1);
  static final Duration MOMENT = Duration.ofMillis(100);

  /** Longest gap between two requests at {@link #PER_SECOND}. */
  static final Duration GAP = Duration.ofMillis(60);

  private static final double PER_SECOND = 20;
  private static final long NO_END = Duration.ofHours(1).toMillis();

  final SetClock clock = new SetClock();

  /** Whether its node may give leave. */
  final AtomicBoolean licence = new AtomicBoolean(true);

  private final ActorTestKit kit;
  private final ClosedOrigins closed;
  private final OriginName name;
  private final AtomicInteger asked = new AtomicInteger();
  private ActorRef<Command> origin;

  OriginFixture(ActorTestKit kit, ClosedOrigins closed) {
    this(kit, closed, OriginName.Kind.TELEGRAM_PAGE);
  }

  OriginFixture(ActorTestKit kit, ClosedOrigins closed, OriginName.Kind kind) {
    this.kit = kit;
    this.closed = closed;
    name = new OriginName(kind, UUID.randomUUID().toString());
  }

  static ActorTestKit kit() {
    return ActorTestKit.create(
        "origins",
        ConfigFactory.parseString(
                """
                pekko.persistence.testkit.events.serialize = off
                pekko.persistence.testkit.snapshots.serialize = off
                """)
            .withFallback(PersistenceTestKitPlugin.config())
            .withFallback(PersistenceTestKitSnapshotPlugin.config())
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve());
  }

  /** Starts it and takes the first turn, so that the next one comes a gap later. */
  void spawn() {
    begin(clock);
    permit();
  }

  void begin(Clock time) {
    var settings = new OriginSettings(PER_SECOND, PER_SECOND, PER_SECOND);
    var behavior = Origin.create(name, new OriginNode(settings, time, licence::get, closed));
    origin = kit.spawn(Behaviors.intercept(() -> new Counting(asked), behavior));
  }

  void restart() {
    kit.stop(origin);
    begin(clock);
  }

  TestProbe<Answer> asker() {
    return kit.createTestProbe(Answer.class);
  }

  TestProbe<Answer> ask(Priority priority, long waitedMillis, long patienceMillis) {
    var asker = asker();
    ask(priority, waitedMillis, patienceMillis, asker);
    return asker;
  }

  /** Asks, and waits until the origin has heard it. */
  void ask(Priority priority, long waitedMillis, long patienceMillis, TestProbe<Answer> asker) {
    int before = asked.get();
    origin.tell(new Origin.Acquire(priority, waitedMillis, patienceMillis, asker.getRef()));
    asker.awaitAssert(
        PATIENCE,
        Duration.ofMillis(1),
        () -> {
          assertThat(asked).hasValueGreaterThan(before);
          return Done.getInstance();
        });
  }

  TestProbe<Answer> ask(Priority priority) {
    return ask(priority, 0, NO_END);
  }

  TestProbe<Answer> ask() {
    return ask(Priority.BACKFILL);
  }

  /** What the asker is told, when its turn has come. */
  Answer answer(TestProbe<Answer> asker) {
    return asker.awaitAssert(
        PATIENCE,
        Duration.ofMillis(1),
        () -> {
          try {
            return asker.receiveMessage(MOMENT);
          } catch (AssertionError e) {
            clock.forward(GAP);
            throw e;
          }
        });
  }

  /** Leave to send, for which the origin must be open. */
  Permit permit() {
    clock.forward(GAP);
    var answer = answer(ask());
    assertThat(answer.permit()).as(answer.toString()).isNotNull();
    return answer.permit();
  }

  /** The same of an origin that has become slower. */
  Permit permitAfterSlowing() {
    clock.forward(Duration.ofSeconds(1));
    return permit();
  }

  /** What it says while it is closed, at once. */
  Answer refusal() {
    var answer = ask().receiveMessage(PATIENCE);
    assertThat(answer.permit()).isNull();
    return answer;
  }

  void tell(Command report) {
    origin.tell(report);
  }

  /** Reports that the origin wants to be left alone, and waits until that is noted. */
  void flood(Permit permit, long retryAfterMillis) {
    var noted = kit.createTestProbe(Origin.Noted.class);
    origin.tell(new Origin.Flooded(permit, retryAfterMillis, "answered 429", noted.getRef()));
    noted.receiveMessage(PATIENCE);
  }

  /** Until when others see it closed; empty when they see it open. */
  Optional<Instant> shownUntil() {
    return closed.all().stream()
        .filter(closing -> closing.origin().equals(name.toString()))
        .map(ClosedOrigins.Closing::until)
        .findFirst();
  }

  OriginName name() {
    return name;
  }

  void awaitShown(Optional<Instant> until) {
    asker()
        .awaitAssert(
            PATIENCE,
            Duration.ofMillis(10),
            () -> {
              assertThat(shownUntil()).isEqualTo(until);
              return Done.getInstance();
            });
  }

  /** Counts those who asked, behind what the origin does about it. */
  private static final class Counting extends BehaviorInterceptor<Command, Command> {
    private final AtomicInteger asked;

    private Counting(AtomicInteger asked) {
      super(Command.class);
      this.asked = asked;
    }

    @Override
    public Behavior<Command> aroundReceive(
        TypedActorContext<Command> context, Command message, ReceiveTarget<Command> target) {
      var next = target.apply(context, message);
      if (message instanceof Origin.Acquire) {
        asked.incrementAndGet();
      }
      return next;
    }
  }

  @Override
  public void close() {
    kit.stop(origin);
  }
}
