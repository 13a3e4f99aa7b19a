package io.sluice.bench;

/**
 * Shrinks a picture with Lanczos' kernel of three lobes, as wide as the shrinking is strong. That
 * is what Pillow calls LANCZOS, but with numbers that are never rounded.
 */
final class Lanczos {
  private static final int LOBES = 3;

  private Lanczos() {}

  /** The picture in that size, which may be its own but not be larger. */
  static Luma shrink(Luma picture, int width, int height) {
    if (width > picture.width() || height > picture.height()) {
      throw new IllegalArgumentException(
          "%d x %d pixels are no reduction of %d x %d"
              .formatted(width, height, picture.width(), picture.height()));
    }
    // Twice lying down: each turn makes the rows short and lays the picture on its side.
    return shrinkAndTurn(shrinkAndTurn(picture, width), height);
  }

  private static Luma shrinkAndTurn(Luma picture, int width) {
    int height = picture.height();
    double scale = picture.width() / (double) width;
    var turned = new float[width * height];
    for (int x = 0; x < width; x++) {
      double middle = (x + 0.5) * scale;
      int from = Math.max(0, (int) (middle - LOBES * scale + 0.5));
      int to = Math.min(picture.width(), (int) (middle + LOBES * scale + 0.5));
      var weights = weights(from, to, middle, scale);
      for (int y = 0; y < height; y++) {
        double sum = 0;
        for (int i = from; i < to; i++) {
          sum += weights[i - from] * picture.values()[y * picture.width() + i];
        }
        turned[x * height + y] = (float) sum;
      }
    }
    return new Luma(height, width, turned);
  }

  private static double[] weights(int from, int to, double middle, double scale) {
    var weights = new double[to - from];
    double all = 0;
    for (int i = from; i < to; i++) {
      weights[i - from] = kernel((i + 0.5 - middle) / scale);
      all += weights[i - from];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= all;
    }
    return weights;
  }

  private static double kernel(double x) {
    return Math.abs(x) < LOBES ? sinc(x) * sinc(x / LOBES) : 0;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
