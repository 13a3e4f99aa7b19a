package io.sluice.cluster;

/** This node does not get into its cluster any more, and may when it is started again. */
public final class OutOfClusterException extends RuntimeException {
  OutOfClusterException(String reason) {
    super(reason);
  }
}
