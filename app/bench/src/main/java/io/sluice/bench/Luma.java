package io.sluice.bench;

import java.awt.image.BufferedImage;

/**
 * The brightness of a picture's pixels: a decoded picture goes in, one number a pixel comes out.
 * They go from 0 to 255 and lie row after row; the weights of the colours are those of JPEG.
 */
record Luma(int width, int height, float[] values) {
  private static final double RED = 0.299;
  private static final double GREEN = 0.587;
  private static final double BLUE = 0.114;
  private static final int WHITE = 255;

  /** Transparency lies on white, as in a stored picture. */
  static Luma of(BufferedImage image) {
    int width = image.getWidth();
    var values = new float[width * image.getHeight()];
    var row = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        values[y * width + x] = (float) luma(row[x]);
      }
    }
    return new Luma(width, image.getHeight(), values);
  }

  private static double luma(int argb) {
    double opaque = (argb >>> 24) / (double) WHITE;
    double luma = RED * (argb >> 16 & 255) + GREEN * (argb >> 8 & 255) + BLUE * (argb & 255);
    return WHITE - opaque * (WHITE - luma);
  }

  /** The upper part. */
  Luma rows(int count) {
    return count == height ? this : new Luma(width, count, values);
  }
}
