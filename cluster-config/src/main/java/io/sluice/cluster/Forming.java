package io.sluice.cluster;

import io.sluice.ledger.node.Entrance;
import io.sluice.ledger.node.Life;
import io.sluice.ledger.node.NodeRow;
import io.sluice.ledger.node.Nodes;
import io.sluice.persistence.DatabaseException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Brings a node into the cluster of its database: it joins who is there or founds it, and asks
 * again as long as it is not in, since who was there may be dead. Asking is its heartbeat. A node
 * that was let in by who is gone cannot go anywhere else, so it has to end; so has one that gets
 * nowhere.
 */
public final class Forming {
  private static final Logger LOG = LoggerFactory.getLogger(Forming.class);
  private static final Duration AGAIN = Duration.ofMillis(250);

  /** How long a join may take before it is tried anew, and the log says so. */
  private static final Duration JOIN_TIME = Duration.ofSeconds(5);

  /** As at the start. */
  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(5);

  private final Cluster cluster;
  private final Executor blocking;
  private final ActorSystem<?> system;
  private final Nodes nodes;
  private final Nodes.Entry entry;
  private final Way way;
  private final BooleanSupplier cancelled;
  private final Stuck stuck;
  private final Lasting outage = new Lasting(LONGEST_OUTAGE);
  private Set<String> joining = Set.of();
  private long joinedAt;
  private CompletableFuture<Void> probing = CompletableFuture.completedFuture(null);
  private boolean founded;
  private boolean toldOfImages;
  private Set<UUID> waitedFor = Set.of();

  /**
   * How a node gets to others once the database has let it in.
   *
   * @param bootstrap what brings it to them instead of their addresses in the database
   * @param probe tells what is wrong with the way to a node; empty if nothing is
   */
  public record Way(
      Optional<Runnable> bootstrap, Function<InetSocketAddress, Optional<String>> probe) {
    /** By their addresses in the database. */
    public static Way direct(NodeSettings settings) {
      return new Way(Optional.empty(), probe(settings));
    }

    /**
     * By what the settings say.
     *
     * @param managementPort where the management server of this node listens
     */
    public static Way of(NodeSettings settings, ActorSystem<?> system, int managementPort) {
      return settings.forming() == NodeSettings.Forming.KUBERNETES
          ? new Way(
              Optional.of(() -> KubernetesForming.start(system, managementPort)), probe(settings))
          : direct(settings);
    }

    private static Function<InetSocketAddress, Optional<String>> probe(NodeSettings settings) {
      return other -> NodeProbe.of(settings, other.getHostString(), other.getPort());
    }
  }

  private Forming(
      ActorSystem<?> system, Nodes nodes, Nodes.Entry entry, Way way, BooleanSupplier cancelled) {
    this.system = system;
    this.nodes = nodes;
    this.entry = entry.founding(way.bootstrap().isEmpty());
    this.way = way;
    stuck = new Stuck(way.bootstrap().isPresent());
    this.cancelled = cancelled;
    cluster = Cluster.get(system);
    blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  /** How it went. */
  public enum Outcome {
    FOUNDED,
    JOINED,
    CANCELLED
  }

  /**
   * Returns when this node is a member.
   *
   * @param cancelled whether to give up waiting
   * @throws io.sluice.ledger.node.EntryRefusedException if it may not get in
   * @throws OutOfClusterException if it has to be started again to get in
   * @throws DatabaseException if the database cannot be asked, and will not mend by itself, or not
   *     within five minutes, or is for this node alone
   */
  public static Outcome enter(
      ActorSystem<?> system, Nodes nodes, Nodes.Entry entry, Way way, BooleanSupplier cancelled) {
    return new Forming(system, nodes, entry, way, cancelled).enter();
  }

  // Model: tests/models/forming.pml
  private Outcome enter() {
    while (!isOver()) {
      try {
        var members = Members.others(system);
        var among = entry.among(members);
        var entrance = Members.isUp(system) ? nodes.up(among) : nodes.enter(among);
        if (entrance instanceof Entrance.In in) {
          return founded || in.first() ? Outcome.FOUNDED : Outcome.JOINED;
        }
        act(entrance, members);
        outage.forget();
      } catch (DatabaseException e) {
        waitFor(e);
      }
      pause();
    }
    return Outcome.CANCELLED;
  }

  private void waitFor(DatabaseException failure) {
    if (!failure.isOutage() || entry.address().isEmpty()) {
      throw failure;
    }
    if (outage.lastsFor().isZero()) {
      LOG.warn("Joins when the database is back: {}", failure.getMessage());
    }
    if (outage.isOver(true)) {
      throw failure;
    }
    stuck.forget();
  }

  // Model: tests/models/forming.pml
  private void act(Entrance entrance, Set<Life> members) {
    if (entrance instanceof Entrance.Out out) {
      throw new OutOfClusterException(out.reason());
    }
    stuck.because(entrance, members).ifPresent(this::end);
    if (entrance instanceof Entrance.First first) {
      found(first);
    } else if (entrance instanceof Entrance.Join join && members.isEmpty()) {
      join(new HashSet<>(join.addresses()));
    } else if (entrance instanceof Entrance.Wait wait) {
      tell(wait.silent());
    }
  }

  private void end(String reason) {
    nodes.end(nodes.id(), NodeRow.State.DOWN, reason);
    throw new OutOfClusterException(reason);
  }

  private void found(Entrance.First first) {
    if (way.bootstrap().isPresent()) {
      bootstrap();
    } else if (!founded) {
      founded = true;
      LOG.info("No other node is there: this one founds the cluster");
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }
    if (first.otherImages() && !toldOfImages) {
      toldOfImages = true;
      LOG.warn(
          "IMAGE_DIR is another one than the last node had: what was stored then is not in it;"
              + " where STORAGE_MODE is s3 it is S3_BUCKET or S3_PREFIX");
    }
  }

  /** Told to stop, or refused by the cluster for good, which ends the actor system. */
  private boolean isOver() {
    return cancelled.getAsBoolean()
        || CoordinatedShutdown.get(system).getShutdownReason().isPresent();
  }

  private void bootstrap() {
    if (joinedAt == 0) {
      joinedAt = System.nanoTime();
      LOG.info("Looks for the other nodes in Kubernetes");
      way.bootstrap().orElseThrow().run();
    }
  }

  private void join(Set<String> addresses) {
    if (way.bootstrap().isPresent()) {
      bootstrap();
      return;
    }
    boolean late = System.nanoTime() - joinedAt > JOIN_TIME.toNanos();
    if (addresses.equals(joining) && !late) {
      return;
    }
    if (addresses.equals(joining)) {
      LOG.warn("Still not in the cluster of {}: joins again", String.join(", ", addresses));
      if (probing.isDone()) {
        probing = CompletableFuture.runAsync(() -> addresses.forEach(this::probe), blocking);
      }
    } else {
      LOG.info("Joins the cluster of {}", String.join(", ", addresses));
    }
    joining = addresses;
    joinedAt = System.nanoTime();
    var seeds = addresses.stream().map(other -> Members.address(system, other)).toList();
    cluster.manager().tell(new JoinSeedNodes(CollectionConverters.asScala(seeds).toSeq()));
  }

  /** It may take seconds, and this node must be heard of meanwhile. */
  private void probe(String address) {
    var other = Members.address(system, address);
    way.probe()
        .apply(
            InetSocketAddress.createUnresolved(
                other.getHost().orElseThrow(), other.getPort().orElse(0)))
        .ifPresent(finding -> LOG.warn("To {}: {}", address, finding));
  }

  private void tell(List<NodeRow> silent) {
    var ids = silent.stream().map(NodeRow::id).collect(Collectors.toSet());
    if (!ids.equals(waitedFor)) {
      waitedFor = ids;
      LOG.info("Waits to see whether they are alive: {}", NodeRow.labels(silent));
    }
  }

  private static void pause() {
    try {
      Thread.sleep(AGAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while joining", e);
    }
  }
}
