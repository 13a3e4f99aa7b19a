package io.sluice.ledger;

import io.sluice.ledger.node.NodeRow;
import java.util.Optional;

/**
 * A later run of the same entity has started, or may start on another node, so this one must stop
 * and has stored nothing.
 */
public final class FencedException extends RuntimeException {
  private FencedException(String message) {
    super(message);
  }

  /** What the run works on is not there any more, nor are the runs of it. */
  public static FencedException ofRemoved(Fence fence) {
    return new FencedException(
        "%s was removed: its run %d stores nothing".formatted(fence.entity(), fence.epoch()));
  }

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
