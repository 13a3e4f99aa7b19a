package io.sluice.website;

import io.sluice.ledger.website.HostLeases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts that are this node's among all nodes: what is wanted within a moment, or while a statement
 * is under way, goes with the next one, so that hundreds of sites a second are a few statements.
 * Thread-safe.
 */
final class SharedHosts implements HostGates.Sharing {
  private static final Duration MOMENT = Duration.ofMillis(50);
  private static final Logger LOG = LoggerFactory.getLogger(SharedHosts.class);

  private final HostLeases leases;
  private final Executor threads;
  private final Moment moment;
  private Map<String, List<CompletableFuture<Duration>>> wanted = new HashMap<>();
  private Set<String> kept = new HashSet<>();
  private CompletableFuture<Map<String, Duration>> lost = new CompletableFuture<>();
  private Set<String> left = new HashSet<>();
  private boolean working;

  /**
   * @param threads which may block
   */
  SharedHosts(HostLeases leases, Executor threads) {
    this.leases = leases;
    this.threads = threads;
    moment = new Moment(MOMENT, threads);
  }

  @Override
  public synchronized CompletionStage<Duration> take(String host) {
    var answer = new CompletableFuture<Duration>();
    wanted.computeIfAbsent(host, first -> new ArrayList<>()).add(answer);
    work();
    return answer;
  }

  @Override
  public synchronized CompletionStage<Map<String, Duration>> keep(Collection<String> hosts) {
    kept.addAll(hosts);
    work();
    return lost;
  }

  @Override
  public synchronized void giveBack(Collection<String> hosts) {
    left.addAll(hosts);
    kept.removeAll(hosts);
    work();
  }

  private void work() {
    if (working) {
      return;
    }
    working = true;
    moment.afterwards(this::run, this::end);
  }

  /** This node ends, and its leases with it. */
  private void end(RejectedExecutionException refusal) {
    Round round;
    synchronized (this) {
      round = next();
      working = false;
    }
    round
        .wanted()
        .values()
        .forEach(askers -> askers.forEach(asker -> asker.completeExceptionally(refusal)));
  }

  /** What has come together. */
  private record Round(
      Map<String, List<CompletableFuture<Duration>>> wanted,
      Set<String> kept,
      CompletableFuture<Map<String, Duration>> lost,
      Set<String> left) {
    boolean isEmpty() {
      return wanted.isEmpty() && kept.isEmpty() && left.isEmpty();
    }
  }

  private void run() {
    for (var round = next(); !round.isEmpty(); round = next()) {
      // What was left and is wanted again is given back before it is taken.
      giveBack(round.left());
      keep(round.kept(), round.lost());
      take(round.wanted());
    }
  }

  private synchronized Round next() {
    var round = new Round(wanted, kept, lost, left);
    working = !round.isEmpty();
    wanted = new HashMap<>();
    kept = new HashSet<>();
    lost = new CompletableFuture<>();
    left = new HashSet<>();
    return round;
  }

  /** A lease that is neither kept nor given back ends by itself. */
  private void giveBack(Set<String> hosts) {
    if (hosts.isEmpty()) {
      return;
    }
    try {
      leases.giveBack(hosts);
    } catch (RuntimeException e) {
      LOG.debug("Leases of {} hosts end by themselves: {}", hosts.size(), e.getMessage());
    }
  }

  private void keep(Set<String> hosts, CompletableFuture<Map<String, Duration>> lost) {
    if (hosts.isEmpty()) {
      return;
    }
    try {
      var others = leases.take(hosts);
      others.replaceAll((host, time) -> wait(time));
      threads.execute(() -> lost.complete(others));
    } catch (RuntimeException e) {
      LOG.debug("Leases of {} hosts are kept by the next look: {}", hosts.size(), e.getMessage());
    }
  }

  private void take(Map<String, List<CompletableFuture<Duration>>> hosts) {
    if (hosts.isEmpty()) {
      return;
    }
    try {
      var others = leases.take(hosts.keySet());
      hosts.forEach(
          (host, askers) ->
              askers.forEach(asker -> asker.completeAsync(() -> wait(others.get(host)), threads)));
    } catch (RuntimeException e) {
      hosts
          .values()
          .forEach(
              askers ->
                  askers.forEach(asker -> threads.execute(() -> asker.completeExceptionally(e))));
    }
  }

  /** Zero for what nobody else has. */
  private static Duration wait(Duration others) {
    return others == null ? Duration.ZERO : others.plusMillis(1);
  }
}
