package io.sluice.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.sluice.ledger.node.NodeLoad;
import io.sluice.ledger.node.Nodes;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.remote.RARP;
import org.apache.pekko.remote.transport.ThrottlerTransportAdapter;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A node without work, put together as the program does it but with hurried timers, that can be cut
 * off from others and end without a word. It waits for silent ones as long as a node does, or so
 * long that none is taken for dead where no test kills one: all of them are in one process, which
 * stands still for seconds on a busy machine.
 */
final class TestNode implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(4);

  /** A pause that is shorter downs nobody. */
  static final Duration ACCEPTABLE_PAUSE = Duration.ofSeconds(3);

  /** Where nobody is to be downed, however long the process stands still. */
  static final Duration ANY_PAUSE = Duration.ofMinutes(2);

  private static final long STOP_SECONDS = 60;
  private static final UUID IMAGE_DIR = UUID.randomUUID();
  private static final Config HURRIED =
      ConfigFactory.parseString(
          """
          pekko {
            loglevel = ERROR
            remote.artery.advanced.test-mode = on
            # One that is killed does not say that it goes.
            coordinated-shutdown.run-by-actor-system-terminate = off
            cluster {
              gossip-interval = 100ms
              leader-actions-interval = 100ms
              unreachable-nodes-reaper-interval = 100ms
              retry-unsuccessful-join-after = 500ms
              seed-node-timeout = 500ms
              failure-detector {
                heartbeat-interval = 200ms
                expected-response-after = 100ms
              }
              split-brain-resolver {
                stable-after = 1s
                # The resolvers of two sides look once a second, each at another time, or later.
                lease-majority {
                  acquire-lease-delay-for-minority = 5s
                  # Who has it has it still when the next side comes to ask, however late.
                  release-after = 120s
                }
              }
            }
          }
          io-sluice.lease {
            heartbeat-timeout = 4s
            heartbeat-interval = 500ms
            lease-operation-timeout = 6s
          }
          """);

  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private final Database database;
  private final Nodes nodes;
  private final ActorSystem<Void> system;
  private volatile boolean cancelled;

  private TestNode(DatabaseAddress address, Duration pause) {
    database = TestDatabase.open(address);
    nodes = new Nodes(database, TIMEOUT);
    var timers =
        HURRIED.withValue(
            "pekko.cluster.failure-detector.acceptable-heartbeat-pause",
            ConfigValueFactory.fromAnyRef(pause));
    system = NodeSystem.start(Behaviors.empty(), timers, Systems.settings(0), database, nodes);
  }

  /**
   * In no cluster yet.
   *
   * @param pause for which others may be silent
   */
  static TestNode create(DatabaseAddress address, Duration pause) {
    return new TestNode(address, pause);
  }

  /** Returns when it is in its cluster. */
  TestNode enter() {
    return enter(Forming.Way.direct(NodeSettings.from(Systems.settings(0))));
  }

  TestNode enter(Forming.Way way) {
    spawn(ClusterLog.create(nodes, this::lose), "cluster-log");
    if (Forming.enter(system, nodes, entry(), way, () -> cancelled) == Forming.Outcome.CANCELLED) {
      throw new IllegalStateException(address() + " was closed before it was in");
    }
    return beMember();
  }

  /** Of a cluster of its own, whatever the database knows. */
  void found() {
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
  }

  /** Asks until it is let in, as Pekko's bootstrap does. */
  void join(TestNode other) {
    Cluster.get(system)
        .manager()
        .tell(new JoinSeedNodes(CollectionConverters.asScala(List.of(addressOf(other))).toSeq()));
  }

  /** What no node does: it founds a cluster beside the one that there is, and its row is up. */
  TestNode foundBeside() {
    spawn(ClusterLog.create(nodes, this::lose), "cluster-log");
    nodes.enter(entry());
    found();
    Waiting.until(() -> address() + " to be a member", () -> Members.isUp(system));
    TestDatabase.execute(
        database.address(), "UPDATE sluice.node SET state = 'up' WHERE id = '" + id() + "'");
    return beMember();
  }

  private Nodes.Entry entry() {
    var self = Cluster.get(system).selfMember().uniqueAddress();
    return new Nodes.Entry(Optional.of(address()), self.longUid(), IMAGE_DIR);
  }

  private TestNode beMember() {
    spawn(Heartbeat.create(nodes, () -> NodeLoad.NONE, TIMEOUT, this::lose), "heartbeat");
    return this;
  }

  private void lose(String reason) {
    // First, since taking itself out makes the cluster tell of it, with a reason of its own.
    lost.complete(reason);
    var cluster = Cluster.get(system);
    cluster.manager().tell(new Down(cluster.selfMember().address()));
  }

  private <T> void spawn(Behavior<T> behavior, String name) {
    system.systemActorOf(behavior, name, Props.empty());
  }

  String address() {
    return ClusterLog.address(Cluster.get(system).selfMember());
  }

  UUID id() {
    return nodes.id();
  }

  ActorSystem<Void> system() {
    return system;
  }

  /** Completes with the reason when it is told to end. */
  CompletableFuture<String> lost() {
    return lost;
  }

  boolean isDown() {
    return system.getWhenTerminated().toCompletableFuture().isDone();
  }

  /** The addresses of the members as it sees them; null in place of one that it does not hear. */
  Set<String> members() {
    var state = Cluster.get(system).state();
    var silent = state.getUnreachable();
    return StreamSupport.stream(state.getMembers().spliterator(), false)
        .map(member -> isHeard(member, silent) ? ClusterLog.address(member) : "?")
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isHeard(Member member, Set<Member> silent) {
    return member.status().equals(MemberStatus.up()) && !silent.contains(member);
  }

  boolean hears(TestNode other) {
    return members().contains(other.address());
  }

  /**
   * @param cut whether nothing gets through to the other or from it
   */
  @SuppressWarnings("deprecation") // Artery's test mode takes the commands of classic remoting.
  void cable(TestNode other, boolean cut) {
    ((RARP) RARP.apply(system.classicSystem()))
        .provider()
        .transport()
        .managementCommand(
            new ThrottlerTransportAdapter.SetThrottle(
                addressOf(other),
                ThrottlerTransportAdapter.bothDirection(),
                cut
                    ? ThrottlerTransportAdapter.blackholeThrottleMode()
                    : ThrottlerTransportAdapter.unthrottledThrottleMode()));
  }

  private static Address addressOf(TestNode other) {
    return Cluster.get(other.system).selfMember().address();
  }

  /** It leaves the cluster in good order. */
  void leave() throws Exception {
    CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.clusterLeavingReason())
        .toCompletableFuture()
        .get(STOP_SECONDS, TimeUnit.SECONDS);
    nodes.leave();
  }

  /** Ends it without a word to the database; nobody of those it was cut off from hears of it. */
  @Override
  public void close() {
    cancelled = true;
    system.terminate();
    system
        .getWhenTerminated()
        .toCompletableFuture()
        .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
        .join();
    database.close();
  }
}
