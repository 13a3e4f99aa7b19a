package io.sluice.ledger.node;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

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
    public boolean mayBeginRuns() {
      return this == ALONE || this == UP || this == LEAVING;
    }

    public boolean isLive() {
      return this != LEFT && this != DOWN;
    }

    /** Whether it is a member of a cluster. */
    public boolean isIn() {
      return this == UP || this == LEAVING;
    }
  }

  /** As an operator knows it. */
  public String label() {
    var where = address.map(at -> " at " + at).orElse("");
    return process + where;
  }

  /** Several as an operator knows them. */
  public static String labels(List<NodeRow> rows) {
    return rows.stream().map(NodeRow::label).collect(Collectors.joining(", "));
  }

  /** Whether it is one of these members of a cluster. */
  boolean isOneOf(Set<Life> members) {
    return address.filter(at -> members.contains(new Life(at, uid))).isPresent();
  }
}
