package io.sluice.app;

import io.sluice.ledger.Nodes;
import java.util.List;
import java.util.stream.Collectors;

/** Other nodes are at work on this database. */
final class OtherNodesException extends RuntimeException {
  OtherNodesException(List<Nodes.Node> nodes) {
    super(
        "other nodes use this database: "
            + nodes.stream().map(Object::toString).collect(Collectors.joining(", "))
            + ": give a node its work by sluice channel add, or wait until they are done");
  }
}
