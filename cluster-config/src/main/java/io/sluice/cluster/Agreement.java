package io.sluice.cluster;

import io.sluice.ledger.node.NodeRow;
import io.sluice.ledger.node.Nodes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares, at each heartbeat, the rows of the nodes that are up with the members of the cluster.
 * If some of them are no members for longer than a takeover takes, the database has two clusters,
 * and the nodes of one of them must end; comes out why this one must.
 */
final class Agreement {
  private static final Logger LOG = LoggerFactory.getLogger(Agreement.class);

  /** Time for rows and members to become the same after a node has come or gone. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** So that what is over in a moment is not told. */
  private static final int PARTS_UNTOLD = 5;

  private final ActorSystem<?> system;
  private final Nodes nodes;
  private final Lasting disagrees;

  /** For who has not ended though it should have. */
  private final Lasting overdue;

  private boolean told;

  /**
   * @param timeout of nodes; the grace is twice that, and at most ten seconds
   */
  Agreement(ActorSystem<?> system, Nodes nodes, Duration timeout) {
    this.system = system;
    this.nodes = nodes;
    var twice = timeout.multipliedBy(2);
    disagrees = new Lasting(twice.compareTo(GRACE) < 0 ? twice : GRACE);
    overdue = new Lasting(disagrees.limit().multipliedBy(2));
  }

  /**
   * Why this node must end, and has ended in its row; empty if it need not.
   *
   * @throws io.sluice.persistence.DatabaseException if the rows cannot be read, which begins the
   *     time anew
   */
  // Model: tests/models/forming.pml
  Optional<String> brokenBecause() {
    if (!Members.isUp(system)) {
      return Optional.empty();
    }
    try {
      return brokenBecause(nodes.strangers(Members.others(system)));
    } catch (RuntimeException e) {
      disagrees.forget();
      overdue.forget();
      throw e;
    }
  }

  private Optional<String> brokenBecause(List<NodeRow> strangers) {
    boolean over = disagrees.isOver(!strangers.isEmpty());
    boolean wayOver = overdue.isOver(!strangers.isEmpty());
    tell(strangers);
    return over ? nodes.giveWay(Members.others(system), wayOver) : Optional.empty();
  }

  private void tell(List<NodeRow> strangers) {
    if (strangers.isEmpty()) {
      if (told) {
        LOG.info("The members of the cluster and the rows of nodes agree again");
      }
      told = false;
    } else if (!told
        && disagrees.lastsFor().multipliedBy(PARTS_UNTOLD).compareTo(disagrees.limit()) > 0) {
      told = true;
      LOG.warn(
          "The database has nodes that are up and no members of this cluster: {}: if that does not"
              + " change within {} s, the smaller of the two clusters ends, and is started again",
          NodeRow.labels(strangers),
          disagrees.limit().toSeconds());
    }
  }
}
