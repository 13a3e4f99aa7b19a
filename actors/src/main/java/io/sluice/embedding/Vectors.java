package io.sluice.embedding;

import java.util.List;

/** What is reckoned with vectors of length one. */
final class Vectors {
  private Vectors() {}

  /** The same direction at length one; nothing is nothing. */
  static float[] unit(double[] vector) {
    double square = 0;
    for (double value : vector) {
      square += value * value;
    }
    double length = square == 0 ? 1 : Math.sqrt(square);
    var unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  /** Between all of them. */
  static float[] middle(List<float[]> vectors) {
    var sum = new double[vectors.get(0).length];
    for (var vector : vectors) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vector[i];
      }
    }
    return unit(sum);
  }

  /** From -1 to 1, for the same direction. */
  static double cosine(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }
}
