package io.sluice.tests.bench;

import java.util.Arrays;

/** How long answers took, in milliseconds. Not thread-safe. */
final class Latencies {
  private static final double NANOS = 1e6;

  private double[] millis = new double[64];
  private int count;

  /** Something that is asked for. */
  interface Request {
    void send() throws InterruptedException;
  }

  void measure(Request request) throws InterruptedException {
    long began = System.nanoTime();
    request.send();
    add((System.nanoTime() - began) / NANOS);
  }

  /** One that was measured elsewhere. */
  void add(double took) {
    if (count == millis.length) {
      millis = Arrays.copyOf(millis, 2 * count);
    }
    millis[count++] = took;
  }

  int count() {
    return count;
  }

  /**
   * The least time within which this share of the answers came.
   *
   * @param share above 0, at most 1
   */
  double within(double share) {
    var sorted = Arrays.copyOf(millis, count);
    Arrays.sort(sorted);
    return count == 0 ? Double.NaN : sorted[(int) Math.ceil(share * count) - 1];
  }
}
