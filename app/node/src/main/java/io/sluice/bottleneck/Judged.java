package io.sluice.bottleneck;

/**
 * What a node has found of itself.
 *
 * @param id of this life of the node
 * @param host its machine
 * @param process its number there
 * @param runs that are at work on it, on the average of the last seconds
 */
public record Judged(String id, String host, long process, double runs, Bottleneck found) {
  boolean isIdle() {
    return found.cause() == Bottleneck.Cause.IDLE;
  }

  /** How much it counts among others: what is waited for without any run is one thing. */
  double weight() {
    return isIdle() ? 0 : runs > 0 ? runs : 1;
  }

  /** Runs that are held up. */
  double held() {
    return found.share() * weight();
  }
}
