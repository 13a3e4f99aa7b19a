package io.sluice.ledger.node;

import io.sluice.persistence.Database;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A node that has a database to itself, by which a test may begin runs. */
public final class LoneNode {
  private LoneNode() {}

  /** Gives its id. */
  public static UUID in(Database database) {
    var nodes = new Nodes(database, Duration.ofMinutes(1));
    nodes.enter(new Nodes.Entry(Optional.empty(), 0, UUID.randomUUID()));
    return nodes.id();
  }
}
