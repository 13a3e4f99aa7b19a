package io.sluice.cluster;

import io.sluice.ledger.node.NodeRow;
import io.sluice.ledger.node.Nodes;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberDowned;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberLeft;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.MemberUp;
import org.apache.pekko.cluster.ClusterEvent.ReachableMember;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs who comes and goes in the cluster, a line each, and notes in their rows who has gone, so
 * that one which wakes up from a freeze finds it there.
 */
public final class ClusterLog {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLog.class);

  private final Nodes nodes;
  private final Member self;
  private final Executor blocking;
  private final Executor later;
  private final Consumer<String> lost;
  private final Set<UniqueAddress> downed = new HashSet<>();

  private ClusterLog(Nodes nodes, Consumer<String> lost, Member self, Executor blocking) {
    this.nodes = nodes;
    this.self = self;
    this.blocking = blocking;
    this.lost = lost;
    later = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, blocking);
  }

  /**
   * @param lost is told why, if this node is taken out itself
   */
  public static Behavior<ClusterDomainEvent> create(Nodes nodes, Consumer<String> lost) {
    return Behaviors.setup(
        context -> {
          var cluster = Cluster.get(context.getSystem());
          var blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
          var log = new ClusterLog(nodes, lost, cluster.selfMember(), blocking);
          cluster
              .subscriptions()
              .tell(Subscribe.create(context.getSelf(), ClusterDomainEvent.class));
          return Behaviors.receive(ClusterDomainEvent.class)
              .onMessage(MemberUp.class, up -> log.says("{} joined", up))
              .onMessage(MemberLeft.class, left -> log.says("{} leaves", left))
              .onMessage(MemberDowned.class, log::downed)
              .onMessage(MemberRemoved.class, log::removed)
              .onMessage(UnreachableMember.class, log::unreachable)
              .onMessage(ReachableMember.class, log::reachable)
              .onAnyMessage(event -> Behaviors.same())
              .build();
        });
  }

  private Behavior<ClusterDomainEvent> says(String line, MemberEvent event) {
    LOG.info("Node " + line, address(event.member()));
    return Behaviors.same();
  }

  private Behavior<ClusterDomainEvent> unreachable(UnreachableMember event) {
    LOG.warn("Node {} is not heard of any more", address(event.member()));
    return Behaviors.same();
  }

  private Behavior<ClusterDomainEvent> reachable(ReachableMember event) {
    LOG.info("Node {} is heard of again", address(event.member()));
    return Behaviors.same();
  }

  private Behavior<ClusterDomainEvent> downed(MemberDowned event) {
    if (event.member().equals(self)) {
      lost.accept("the other side of a broken cluster goes on, or an operator took this node out");
    } else {
      noteDown(event.member());
    }
    return Behaviors.same();
  }

  private Behavior<ClusterDomainEvent> removed(MemberRemoved event) {
    if (event.member().equals(self)) {
      return Behaviors.same();
    }
    if (event.previousStatus().equals(MemberStatus.down())) {
      noteDown(event.member());
      downed.remove(event.member().uniqueAddress());
    } else if (event.previousStatus().equals(MemberStatus.exiting())) {
      // Only what left in order is noted: a node that is out itself sees live members vanish.
      LOG.info("Node {} left", address(event.member()));
      note(event.member(), NodeRow.State.LEFT, "left");
    }
    return Behaviors.same();
  }

  /** Pekko tells of a member that is down when it is marked so or only when it is removed. */
  // Model: tests/models/lease.pml
  private void noteDown(Member member) {
    if (downed.add(member.uniqueAddress())) {
      var by = address(self);
      note(
              member,
              NodeRow.State.DOWN,
              "not heard of, taken out by the resolver as %s saw it".formatted(by))
          .thenAccept(reason -> LOG.warn("Node {} was downed: {}", address(member), reason));
    }
  }

  /** Gives the reason that stands in its row, which may be another's. */
  private CompletableFuture<String> note(Member member, NodeRow.State how, String reason) {
    return CompletableFuture.supplyAsync(
            () -> nodes.endAt(address(member), member.uniqueAddress().longUid(), how, reason),
            blocking)
        .exceptionallyCompose(
            failure -> {
              // It must be noted, or it would count as alive if it wakes.
              LOG.warn(
                  "The end of node {} cannot be noted yet: {}",
                  address(member),
                  failure.getMessage());
              return CompletableFuture.runAsync(() -> {}, later)
                  .thenCompose(now -> note(member, how, reason));
            });
  }

  /** As it stands in the member's row: host:port. */
  static String address(Member member) {
    return Members.hostPort(member.address());
  }
}
