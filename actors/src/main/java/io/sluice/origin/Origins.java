package io.sluice.origin;

import io.sluice.metrics.OriginMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.pattern.Patterns;

/**
 * The way of a node to the origins: who wants to send a request asks here first, waits as long as
 * it takes, and reports what came of it. Thread-safe.
 */
public final class Origins {
  /** An origin that moved or started anew has forgotten who waits: then one asks again. */
  private static final Duration LISTEN = Duration.ofSeconds(5);

  private static final Duration SHORTER = Duration.ofMillis(500);

  /**
   * A permit that took longer on its way is not used: others have got theirs since. One asks again.
   */
  private static final Duration LONGEST_WAY = Duration.ofSeconds(1);

  /** What fails sooner was never asked. */
  private static final Duration AT_ONCE = Duration.ofMillis(250);

  private static final Duration UNTIL_NOTED = Duration.ofMillis(250);

  private final ActorSystem<?> system;
  private final OriginMetrics metrics;
  private final FloodReports floods;
  private final Map<OriginName, Closing> closings = new ConcurrentHashMap<>();
  private final Map<OriginName, Integer> waiting = new ConcurrentHashMap<>();

  /**
   * An origin that is closed, as this node heard of it.
   *
   * @param untilMillis when it opens, in milliseconds since 1970
   */
  public record Closing(OriginName origin, long untilMillis, String reason) {}

  /** Where a request that waits its turn stands: how long it may, and since when it has. */
  private record Wait(OriginName origin, Priority priority, long began, long ends) {
    long left() {
      return ends == Long.MAX_VALUE ? Long.MAX_VALUE : ends - System.nanoTime() / 1_000_000;
    }

    long waited() {
      return System.nanoTime() / 1_000_000 - began;
    }
  }

  public Origins(ActorSystem<?> system, OriginMetrics metrics) {
    this.system = system;
    this.metrics = metrics;
    floods = new FloodReports(system);
  }

  /** Completes with a permit to send one request at once, however long that takes. */
  public CompletionStage<Permit> acquire(OriginName origin, Priority priority) {
    return await(new Wait(origin, priority, System.nanoTime() / 1_000_000, Long.MAX_VALUE))
        .thenApply(Optional::orElseThrow);
  }

  /** The same, but empty when the patience is over. */
  public CompletionStage<Optional<Permit>> acquire(
      OriginName origin, Priority priority, Duration patience) {
    long now = System.nanoTime() / 1_000_000;
    return await(new Wait(origin, priority, now, now + patience.toMillis()));
  }

  /** How many requests of this node wait for each origin's leave now. */
  public Map<OriginName, Integer> waiting() {
    return Map.copyOf(waiting);
  }

  private CompletionStage<Optional<Permit>> await(Wait wait) {
    waiting.merge(wait.origin(), 1, Integer::sum);
    return ask(wait)
        .whenComplete(
            (permit, failure) ->
                waiting.computeIfPresent(
                    wait.origin(), (origin, count) -> count == 1 ? null : count - 1));
  }

  private CompletionStage<Optional<Permit>> ask(Wait wait) {
    long left = wait.left();
    if (left <= 0) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    if (floods.isOpen(wait.origin())) {
      return askIn(UNTIL_NOTED.toMillis(), wait);
    }
    long listen = Math.min(LISTEN.toMillis(), left);
    long patience = Math.max(1, Math.min(listen, LISTEN.minus(SHORTER).toMillis()));
    long asked = System.nanoTime();
    return entity(wait.origin())
        .ask(
            (ActorRef<Origin.Answer> replyTo) ->
                new Origin.Acquire(wait.priority(), wait.waited(), patience, replyTo),
            Duration.ofMillis(listen))
        // On the system's threads: by itself this stage would start a thread for each answer.
        .handleAsync(
            (answer, failure) -> answered(wait, asked, answer, failure), system.executionContext())
        .thenCompose(next -> next);
  }

  private CompletionStage<Optional<Permit>> askIn(long millis, Wait wait) {
    return Patterns.after(
        Duration.ofMillis(Math.min(millis, Math.max(1, wait.left()))),
        system.classicSystem(),
        () -> ask(wait));
  }

  private CompletionStage<Optional<Permit>> answered(
      Wait wait, long asked, Origin.Answer answer, Throwable failure) {
    if (failure != null) {
      if (!(failure instanceof TimeoutException)
          && !(failure.getCause() instanceof TimeoutException)) {
        return CompletableFuture.failedFuture(failure);
      }
      // Nobody is there to be asked, as on a node that leaves, if that is said at once.
      long pause = AT_ONCE.toNanos() - (System.nanoTime() - asked);
      return pause > 0 ? askIn(1 + pause / 1_000_000, wait) : ask(wait);
    }
    if (answer.permit() == null) {
      long until = System.currentTimeMillis() + answer.closedMillis();
      closings.put(wait.origin(), new Closing(wait.origin(), until, answer.reason()));
      metrics.closed(wait.origin().toString(), until);
      return askIn(answer.closedMillis(), wait);
    }
    if (isStale(answer, System.nanoTime() - asked) || floods.isOpen(wait.origin())) {
      return ask(wait);
    }
    closings.remove(wait.origin());
    metrics.permitted(wait.origin().toString());
    return CompletableFuture.completedFuture(Optional.of(answer.permit()));
  }

  /**
   * @param nanos from asking to now, by a count that goes on while the process is frozen
   */
  static boolean isStale(Origin.Answer answer, long nanos) {
    return nanos > LONGEST_WAY.plusMillis(answer.heldMillis()).toNanos();
  }

  /** Until when an origin is closed, as this node heard last; empty if it may be open. */
  public Optional<Instant> closedUntil(OriginName origin) {
    return Optional.ofNullable(closings.get(origin))
        .map(closing -> Instant.ofEpochMilli(closing.untilMillis()))
        .filter(until -> until.isAfter(Instant.now()));
  }

  /** The request was answered as it should be. */
  public void answered(Permit permit) {
    tell(permit, new Origin.Answered(permit));
  }

  /** The connection broke, or none came about. */
  public void stumbled(Permit permit, String reason) {
    tell(permit, new Origin.Stumbled(permit, reason));
  }

  /**
   * The origin wants to be left alone, for as long as it says or for as long as we think. Nothing
   * is sent there from this node until that is noted.
   */
  public void flooded(Permit permit, Optional<Duration> retryAfter, String reason) {
    metrics.flooded(permit.origin().toString());
    floods.tell(permit, retryAfter.map(Duration::toMillis).orElse(0L), reason);
  }

  /** The origins that this node waits for, with when they open. */
  public Iterable<Closing> closed() {
    long now = System.currentTimeMillis();
    closings.values().removeIf(closing -> closing.untilMillis() <= now);
    return closings.values();
  }

  private void tell(Permit permit, Origin.Command report) {
    entity(permit.origin()).tell(report);
  }

  private EntityRef<Origin.Command> entity(OriginName origin) {
    return ClusterSharding.get(system).entityRefFor(Origin.KEY, origin.entityId());
  }
}
