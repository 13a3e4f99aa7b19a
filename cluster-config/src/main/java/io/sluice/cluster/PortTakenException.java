package io.sluice.cluster;

/** The port that this node should listen on belongs to another process. */
public final class PortTakenException extends RuntimeException {
  PortTakenException(int port, String host) {
    super(
        "NODE_PORT %d on %s is taken by another process: set another, or 0 for any"
            .formatted(port, host));
  }
}
