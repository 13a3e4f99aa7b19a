package io.sluice.cluster;

import io.sluice.persistence.Database;
import org.apache.pekko.actor.setup.Setup;

/** Hands the node's database to the actor system, whose journal writes through it. */
final class DatabaseSetup extends Setup {
  private final Database database;

  DatabaseSetup(Database database) {
    this.database = database;
  }

  Database database() {
    return database;
  }
}
