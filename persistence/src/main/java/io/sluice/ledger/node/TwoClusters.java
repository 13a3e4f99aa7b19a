package io.sluice.ledger.node;

import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What becomes of a node where the database has two clusters: the larger one goes on, of two of one
 * size that of the oldest process, and the nodes of the other one end.
 */
final class TwoClusters {
  /** Seconds; a live one is heard of each second. */
  private static final double JUST_NOW = 5;

  private final NodeRow self;
  private final List<NodeRow> oldestFirst;
  private final List<NodeRow> strangers;

  private TwoClusters(NodeRow self, List<NodeRow> oldestFirst, List<NodeRow> strangers) {
    this.self = self;
    this.oldestFirst = oldestFirst;
    this.strangers = strangers;
  }

  /** Empty where the node is not up, or there is one cluster. */
  private static Optional<TwoClusters> seen(Connection connection, UUID node, Set<Life> members)
      throws SQLException {
    var rows =
        NodeList.live(connection).stream()
            .filter(row -> row.state().isIn() && row.silentSeconds() < JUST_NOW)
            .toList();
    var strangers =
        rows.stream().filter(row -> !row.id().equals(node) && !row.isOneOf(members)).toList();
    return rows.stream()
        .filter(row -> row.id().equals(node) && row.state() == NodeRow.State.UP)
        .filter(self -> !strangers.isEmpty())
        .findFirst()
        .map(self -> new TwoClusters(self, rows, strangers));
  }

  static List<NodeRow> strangers(Connection connection, UUID node, Set<Life> members)
      throws SQLException {
    return seen(connection, node, members).map(two -> two.strangers).orElse(List.of());
  }

  /** Gives why the node has ended; empty if it goes on. */
  // Model: tests/models/forming.pml
  static Optional<String> giveWay(
      Connection connection, UUID node, Set<Life> members, boolean overdue) throws SQLException {
    // Who decides later sees who has ended.
    Sql.first(connection, "SELECT one FROM sluice.cluster FOR UPDATE", row -> true);
    var two = seen(connection, node, members).filter(seen -> overdue || seen.isOfLesser());
    if (two.isEmpty()) {
      return Optional.empty();
    }
    var reason =
        "the database has another cluster than the one that this node is in: %s"
            .formatted(NodeRow.labels(two.get().strangers));
    Nodes.end(connection, two.get().self.id(), NodeRow.State.DOWN, reason);
    return Optional.of(reason);
  }

  private boolean isOfLesser() {
    int mine = oldestFirst.size() - strangers.size();
    return mine == strangers.size()
        ? strangers.contains(oldestFirst.get(0))
        : mine < strangers.size();
  }
}
