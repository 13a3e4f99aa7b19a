package io.sluice.cluster;

import io.sluice.ledger.node.Nodes;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Whether this node may still do what one node at a time may: not if it was frozen, has lost the
 * database, or is cut off from the others, who may give its work to another. Thread-safe.
 */
public final class Licence implements BooleanSupplier {
  /**
   * The others take at least five seconds to give this node's work to another: three until its
   * silence counts, two until they act. Its heartbeat comes each second.
   */
  private static final Duration WITHIN = Duration.ofSeconds(4);

  private final Nodes nodes;
  private final Cluster cluster;

  public Licence(ActorSystem<?> system, Nodes nodes) {
    this.nodes = nodes;
    cluster = Cluster.get(system);
  }

  @Override
  public boolean getAsBoolean() {
    return nodes.wasRenewedWithin(WITHIN) && !isCutOff();
  }

  /**
   * A node that does not hear half of the members stops here, two seconds before the others take
   * over. Of two nodes neither may go on until it is decided which one does.
   */
  private boolean isCutOff() {
    var state = cluster.state();
    return 2 * count(state.getUnreachable()) >= Math.max(1, count(state.getMembers()));
  }

  private static long count(Iterable<Member> members) {
    return StreamSupport.stream(members.spliterator(), false)
        .filter(member -> !member.status().equals(MemberStatus.joining()))
        .count();
  }
}
