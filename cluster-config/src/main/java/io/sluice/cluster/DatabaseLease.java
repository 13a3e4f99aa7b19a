package io.sluice.cluster;

import io.sluice.ledger.node.Leases;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The split-brain resolver's lease on a row of the database: renewed while it is held, so that it
 * may expire soon after its holder died. The resolver asks once and takes a denial for a lost vote,
 * so this asks again until the resolver's time is nearly over; while the database is away nobody
 * has lost, and all wait. Losing it later ends nothing by itself: a node ends if it is refused at
 * the next decision. Made by Pekko, by its class name.
 */
public final class DatabaseLease extends Lease {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseLease.class);
  private static final Duration AGAIN = Duration.ofMillis(200);

  private final LeaseSettings settings;
  private final Leases leases;
  private final Duration lasts;
  private final Duration renewal;
  private final Duration releaseAfter;
  private final ScheduledExecutorService thread;
  private ScheduledFuture<?> renewing;
  private boolean away;
  private volatile Hold hold = Hold.NONE;
  private long decidedNanos;

  /** What the database says to who asks for the lease. */
  private enum Answer {
    YES,
    NO,
    NONE
  }

  /**
   * Until when it is held, by this process's own count: one that was frozen, or cannot renew, must
   * not act on what another may have taken meanwhile.
   */
  private record Hold(boolean taken, long untilNanos) {
    static final Hold NONE = new Hold(false, 0);

    boolean lasts() {
      return taken && System.nanoTime() - untilNanos < 0;
    }
  }

  public DatabaseLease(LeaseSettings settings, ExtendedActorSystem system) {
    this.settings = settings;
    var timeouts = settings.timeoutSettings();
    lasts = Duration.ofNanos(timeouts.heartbeatTimeout().toNanos());
    renewal = Duration.ofNanos(timeouts.heartbeatInterval().toNanos());
    releaseAfter = settings.leaseConfig().getDuration("release-after");
    leases = DatabaseSetup.of(system).leases();
    thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              var made = new Thread(work, "sluice-lease");
              made.setDaemon(true);
              return made;
            });
    system.registerOnTermination(thread::shutdownNow);
  }

  @Override
  public LeaseSettings getSettings() {
    return settings;
  }

  @Override
  public CompletionStage<Boolean> acquire() {
    return acquire(lost -> {});
  }

  @Override
  public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> lost) {
    var answer = new CompletableFuture<Boolean>();
    long time = settings.timeoutSettings().getOperationTimeout().minus(AGAIN).toNanos();
    thread.execute(() -> attempt(answer, lost, System.nanoTime() + time));
    return answer;
  }

  // Model: tests/models/lease.pml
  private void attempt(
      CompletableFuture<Boolean> answer, Consumer<Optional<Throwable>> lost, long ends) {
    boolean before = hold.lasts();
    var said = ask();
    if (said == Answer.YES) {
      if (!before) {
        LOG.info("Lease taken: this side of the cluster goes on");
      }
      renewFromNowOn(lost);
      mayDecide();
      answer.complete(true);
    } else if (said == Answer.NONE || System.nanoTime() + AGAIN.toNanos() - ends < 0) {
      thread.schedule(() -> attempt(answer, lost, ends), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    } else {
      LOG.warn("Lease not to be had: another side of the cluster goes on");
      // Who is refused stops, and must not take it later all the same.
      letGo();
      answer.complete(false);
    }
  }

  private Answer ask() {
    long asked = System.nanoTime();
    try {
      boolean taken = leases.acquire(settings.leaseName(), lasts);
      away = false;
      hold = taken ? new Hold(true, asked + lasts.toNanos()) : Hold.NONE;
      return taken ? Answer.YES : Answer.NO;
    } catch (RuntimeException e) {
      if (!away) {
        LOG.warn("The lease cannot be asked for: {}", e.getMessage());
      }
      away = true;
      return Answer.NONE;
    }
  }

  private void renewFromNowOn(Consumer<Optional<Throwable>> lost) {
    if (renewing == null) {
      long every = renewal.toNanos();
      renewing =
          thread.scheduleWithFixedDelay(() -> renew(lost), every, every, TimeUnit.NANOSECONDS);
    }
  }

  // Model: tests/models/lease.pml
  private void renew(Consumer<Optional<Throwable>> lost) {
    if (ask() != Answer.YES && !hold.lasts()) {
      LOG.warn("Lease lost");
      letGo();
      lost.accept(Optional.empty());
    }
  }

  private void letGo() {
    hold = Hold.NONE;
    if (renewing != null) {
      renewing.cancel(false);
      renewing = null;
    }
  }

  /**
   * Refuses while the last decision is too young: the resolver counts from its first decision only,
   * and asks again for what was refused.
   */
  // Model: tests/models/lease.pml
  @Override
  public CompletionStage<Boolean> release() {
    return CompletableFuture.supplyAsync(
        () -> {
          if (!letGoUndecided()) {
            return false;
          }
          leases.release(settings.leaseName());
          LOG.info("Lease given back: the cluster is whole");
          return true;
        },
        thread);
  }

  private synchronized boolean letGoUndecided() {
    if (System.nanoTime() - decidedNanos < releaseAfter.toNanos()) {
      return false;
    }
    letGo();
    return true;
  }

  /** The resolver asks when it has a decision to make, and acts on the answer. */
  // Model: tests/models/lease.pml
  @Override
  public boolean checkLease() {
    return mayDecide();
  }

  private synchronized boolean mayDecide() {
    boolean held = hold.lasts();
    if (held) {
      decidedNanos = System.nanoTime();
    }
    return held;
  }
}
