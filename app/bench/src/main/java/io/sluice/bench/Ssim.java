package io.sluice.bench;

import java.util.Arrays;

/**
 * Structural similarity of Wang, Bovik, Sheikh and Simoncelli (2004): two pictures of one size go
 * in, 1 comes out if they are equal and less the less alike they look. The window is theirs, a
 * Gaussian of 11 x 11 pixels with a deviation of 1.5, where it lies within the picture.
 */
final class Ssim {
  private static final int WINDOW = 11;
  private static final double DEVIATION = 1.5;
  private static final double C1 = Math.pow(0.01 * 255, 2);
  private static final double C2 = Math.pow(0.03 * 255, 2);
  private static final double[] WEIGHTS = weights();

  private Ssim() {}

  /** The mean over all windows. */
  static double of(Luma a, Luma b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException("pictures of different sizes cannot be compared");
    }
    if (Math.min(a.width(), a.height()) < WINDOW) {
      throw new IllegalArgumentException("a picture must have 11 pixels a side to be compared");
    }
    var meanA = smooth(a, a.values(), null);
    var meanB = smooth(b, b.values(), null);
    var squareA = smooth(a, a.values(), a.values());
    var squareB = smooth(b, b.values(), b.values());
    var product = smooth(a, a.values(), b.values());
    double sum = 0;
    for (int i = 0; i < meanA.length; i++) {
      double both = meanA[i] * meanB[i];
      double squares = meanA[i] * meanA[i] + meanB[i] * meanB[i];
      double covariance = product[i] - both;
      double variances = squareA[i] + squareB[i] - squares;
      sum += (2 * both + C1) * (2 * covariance + C2) / ((squares + C1) * (variances + C2));
    }
    return sum / meanA.length;
  }

  /** The windows' means of the one times the other, or of the one alone. */
  private static double[] smooth(Luma size, float[] one, float[] other) {
    int width = size.width() - WINDOW + 1;
    int height = size.height() - WINDOW + 1;
    var smooth = new double[width * height];
    var row = new double[size.width()];
    var sums = new double[width];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < row.length; x++) {
        int i = y * row.length + x;
        row[x] = other == null ? one[i] : (double) one[i] * other[i];
      }
      Arrays.fill(sums, 0);
      for (int tap = 0; tap < WINDOW; tap++) {
        addTo(sums, 0, row, tap, WEIGHTS[tap], width);
      }
      for (int tap = Math.max(0, y - height + 1); tap <= Math.min(y, WINDOW - 1); tap++) {
        addTo(smooth, (y - tap) * width, sums, 0, WEIGHTS[tap], width);
      }
    }
    return smooth;
  }

  /** A loop of its own, for the compiler makes vector instructions of it. */
  private static void addTo(
      double[] sums, int at, double[] values, int from, double weight, int count) {
    for (int i = 0; i < count; i++) {
      sums[at + i] += weight * values[from + i];
    }
  }

  private static double[] weights() {
    var weights = new double[WINDOW];
    double all = 0;
    for (int i = 0; i < WINDOW; i++) {
      double away = i - WINDOW / 2;
      weights[i] = Math.exp(-away * away / (2 * DEVIATION * DEVIATION));
      all += weights[i];
    }
    for (int i = 0; i < WINDOW; i++) {
      weights[i] /= all;
    }
    return weights;
  }
}
