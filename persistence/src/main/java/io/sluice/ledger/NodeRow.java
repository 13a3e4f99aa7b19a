package io.sluice.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A node as its row tells it.
 *
 * @param id of this life of the node
 * @param address host:port for other nodes; empty for one that has the database to itself
 * @param uid of this life at that address
 * @param process where it runs
 * @param version of its program
 * @param api where its HTTP API answers; empty while it has none
 * @param lastSeen when it was last heard of, by the database's clock
 * @param silentSeconds since then
 * @param reason why it has ended; empty while it has not
 */
public record NodeRow(
    UUID id,
    State state,
    Optional<String> address,
    long uid,
    NodeProcess process,
    String version,
    Optional<String> api,
    Instant lastSeen,
    double silentSeconds,
    NodeLoad load,
    Optional<String> reason) {

  /** Where a node stands in its life. */
  public enum State {
    /** Has the database to itself. */
    ALONE,
    JOINING,
    UP,
    LEAVING,
    /** Went by itself. */
    LEFT,
    /** Was taken for dead. */
    DOWN;

    /** Whether runs may begin on it. */
    boolean mayBeginRuns() {
      return this == ALONE || this == UP || this == LEAVING;
    }

    public boolean isLive() {
      return this != LEFT && this != DOWN;
    }
  }

  /** As an operator knows it. */
  public String label() {
    var where = address.map(at -> " at " + at).orElse("");
    return process + where;
  }
}
