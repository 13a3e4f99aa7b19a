package io.sluice.origin;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How far apart requests to an origin are sent: slower after each connection that breaks, and
 * slowly faster again while all goes well.
 */
final class Pace {
  private static final double SLOWER = 0.8;
  private static final double FASTER = 0.01;
  private static final double SLOWEST = 0.05;

  /** Only ever added, so that no stretch of time sees more requests than the rate allows. */
  private static final double JITTER = 0.1;

  private final double most;
  private double perSecond;

  Pace(double perSecond) {
    most = perSecond;
    this.perSecond = perSecond;
  }

  double perSecond() {
    return perSecond;
  }

  void stumbled() {
    perSecond = Math.max(most * SLOWEST, perSecond * SLOWER);
  }

  void answered() {
    perSecond = Math.min(most, perSecond + most * FASTER);
  }

  /** The longest gap there can be; a clock that was set back must not make one longer. */
  long longestGapMillis() {
    return (long) Math.ceil(1000 / (most * SLOWEST) * (1 + JITTER));
  }

  /** Until the next request may follow. */
  long gapMillis() {
    double jitter = 1 + ThreadLocalRandom.current().nextDouble(JITTER);
    return (long) Math.ceil(1000 / perSecond * jitter);
  }
}
