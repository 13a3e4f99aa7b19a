package io.sluice.origin;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.pattern.Patterns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports to an origin's actor that its site wants no requests, and repeats that until the actor
 * has written it to its journal: while the database is away it cannot. Thread-safe.
 */
final class FloodReports {
  private static final Logger LOG = LoggerFactory.getLogger(FloodReports.class);
  private static final Duration LISTEN = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final ActorSystem<?> system;
  private final Map<OriginName, Integer> open = new ConcurrentHashMap<>();

  FloodReports(ActorSystem<?> system) {
    this.system = system;
  }

  /** Whether an origin wants to be left alone, and has not noted yet that it does. */
  boolean isOpen(OriginName origin) {
    return open.containsKey(origin);
  }

  /**
   * @param millis for how long; 0 if it did not say
   */
  void tell(Permit permit, long millis, String reason) {
    open.merge(permit.origin(), 1, Integer::sum);
    tell(new Report(permit, millis, reason, System.nanoTime(), false))
        .whenComplete(
            (noted, failure) ->
                open.computeIfPresent(
                    permit.origin(), (origin, reports) -> reports == 1 ? null : reports - 1));
  }

  private record Report(Permit permit, long millis, String reason, long began, boolean repeated) {
    private long age() {
      return (System.nanoTime() - began) / 1_000_000;
    }

    boolean isOver() {
      return age() >= (millis > 0 ? millis : Origin.LONGEST_CLOSING.toMillis());
    }

    Report again() {
      return new Report(permit, millis, reason, began, true);
    }

    Origin.Flooded message(ActorRef<Origin.Noted> replyTo) {
      long left = millis > 0 ? Math.max(1, millis - age()) : 0;
      return new Origin.Flooded(permit, left, reason, replyTo);
    }
  }

  private CompletionStage<Void> tell(Report report) {
    if (report.isOver()) {
      return CompletableFuture.completedFuture(null);
    }
    return ClusterSharding.get(system)
        .entityRefFor(Origin.KEY, report.permit().origin().entityId())
        .ask(report::message, LISTEN)
        .handleAsync(
            (noted, failure) ->
                failure == null ? CompletableFuture.<Void>completedFuture(null) : again(report),
            system.executionContext())
        .thenCompose(next -> next);
  }

  private CompletionStage<Void> again(Report report) {
    if (!report.repeated()) {
      LOG.warn(
          "{}: {}: that cannot be noted yet, and until it is nothing is sent there",
          report.permit().origin(),
          report.reason());
    }
    return Patterns.after(AGAIN, system.classicSystem(), () -> tell(report.again()));
  }
}
