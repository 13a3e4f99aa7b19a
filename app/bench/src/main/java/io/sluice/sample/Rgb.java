package io.sluice.sample;

import java.util.Random;

/** Arithmetic on colours that are packed as 0xRRGGBB, in whole numbers so that it never varies. */
final class Rgb {
  private Rgb() {}

  /**
   * @param share of the second colour, 0 to 256
   */
  static int mix(int first, int second, int share) {
    var redBlue = (first & 0xFF00FF) * (256 - share) + (second & 0xFF00FF) * share;
    var green = (first & 0xFF00) * (256 - share) + (second & 0xFF00) * share;
    return redBlue >>> 8 & 0xFF00FF | green >>> 8 & 0xFF00;
  }

  /** Makes the colour lighter by so much in each part, darker if below 0. */
  static int lit(int colour, int by) {
    return pack((colour >> 16 & 255) + by, (colour >> 8 & 255) + by, (colour & 255) + by);
  }

  static int pack(int red, int green, int blue) {
    return clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
  }

  /** A colour near to the given one, each part at most so far away. */
  static int near(int colour, int distance, Random random) {
    return pack(
        (colour >> 16 & 255) + random.nextInt(2 * distance + 1) - distance,
        (colour >> 8 & 255) + random.nextInt(2 * distance + 1) - distance,
        (colour & 255) + random.nextInt(2 * distance + 1) - distance);
  }

  private static int clamp(int part) {
    return part < 0 ? 0 : Math.min(part, 255);
  }
}
