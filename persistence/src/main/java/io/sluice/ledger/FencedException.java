package io.sluice.ledger;

import io.sluice.ledger.node.NodeRow;
import java.util.Optional;

/**
 * A later run of the same entity has started, or may start on another node, so this one must stop
 * and has stored nothing.
 */
public final class FencedException extends RuntimeException {
  FencedException(String entity, Optional<NodeRow.State> node) {
    super(
        node.filter(NodeRow.State::isLive).isPresent()
            ? "this node is not in the cluster yet, and begins no run of " + entity
            : "this node was taken for dead, and another one takes " + entity);
  }

  FencedException(Fence fence, long now) {
    super(
        "run %d of %s has lost to run %d, which another process started"
            .formatted(fence.epoch(), fence.entity(), now));
  }
}
