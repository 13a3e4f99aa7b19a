package io.sluice.bench;

import java.util.stream.DoubleStream;

/** The middle of some figures, or the mean of the two in the middle. */
final class Median {
  private Median() {}

  static double of(DoubleStream figures) {
    var sorted = figures.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
