package io.sluice.ledger.node;

import java.util.List;

/** Why a node may not enter, given those that are there and heard of; says nothing if it may. */
final class Refusal {
  private final NodeProcess self;
  private final Silence silence;

  Refusal(NodeProcess self, Silence silence) {
    this.self = self;
    this.silence = silence;
  }

  /**
   * @throws EntryRefusedException if one of them is in its way
   */
  void check(Nodes.Entry entry, List<NodeRow> heard) {
    var inTheWay =
        heard.stream()
            .filter(row -> entry.address().isEmpty() || row.state() == NodeRow.State.ALONE)
            .toList();
    if (!inTheWay.isEmpty()) {
      throw new EntryRefusedException(
          entry.address().isPresent()
              ? "a collect has this database for itself: %s: wait until it is done"
                  .formatted(NodeRow.labels(inTheWay))
              : "other nodes use this database: %s: give a node its work by sluice channel add, or wait until they are done"
                  .formatted(NodeRow.labels(inTheWay)),
          inTheWay);
    }
    for (var row : heard) {
      checkAddress(entry.address().orElseThrow(), row);
    }
  }

  private void checkAddress(String address, NodeRow other) {
    var theirs = other.address().orElseThrow();
    // One that was killed, and starts again at its address in another container, is no other node.
    if (theirs.equals(address) && silence.hasSpoken(other)) {
      throw new EntryRefusedException(
          "another node has this one's address: %s: set another NODE_HOST or NODE_PORT"
              .formatted(other.label()),
          List.of(other));
    }
    boolean apart = !self.isBeside(other.process());
    if (apart && (isLoopback(address) || isLoopback(theirs))) {
      throw new EntryRefusedException(
          "%s cannot be reached from this node at %s, since a loopback address is of one machine only: set NODE_HOST to an address that other machines reach, on both"
              .formatted(other.label(), address),
          List.of(other));
    }
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.startsWith("localhost:");
  }

  static EntryRefusedException otherImages(List<NodeRow> others) {
    return new EntryRefusedException(
        "IMAGE_DIR is not the directory that the other nodes use (%s): share theirs with this machine, or set STORAGE_MODE, S3_BUCKET and S3_PREFIX as they do"
            .formatted(NodeRow.labels(others)),
        others);
  }
}
