package io.sluice.ledger;

/** A later run of the same entity has started, so this one must stop and has stored nothing. */
public final class FencedException extends RuntimeException {
  FencedException(String entity) {
    super("this node was taken for dead, and another one has taken " + entity);
  }

  FencedException(Fence fence, long now) {
    super(
        "run %d of %s has lost to run %d, which another process started"
            .formatted(fence.epoch(), fence.entity(), now));
  }
}
