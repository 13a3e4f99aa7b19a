package io.sluice.cluster;

import io.sluice.ledger.node.Leases;
import io.sluice.ledger.node.Nodes;
import io.sluice.persistence.Database;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.setup.Setup;

/**
 * Hands the node's database to the actor system, whose journal writes through it, and the node's
 * id, which owns the lease.
 */
final class DatabaseSetup extends Setup {
  private final Database database;
  private final Nodes nodes;

  DatabaseSetup(Database database, Nodes nodes) {
    this.database = database;
    this.nodes = nodes;
  }

  /** What the actor system was started with. */
  static DatabaseSetup of(ActorSystem system) {
    return system
        .settings()
        .setup()
        .get(DatabaseSetup.class)
        .orElseThrow(() -> new IllegalStateException("the actor system has no DatabaseSetup"));
  }

  Database database() {
    return database;
  }

  Leases leases() {
    return new Leases(database, nodes.id());
  }
}
