package io.sluice.sample;

import java.util.Random;

/**
 * A square of value noise in several octaves that repeats without a seam. It is computed once;
 * pictures look at it at another place, scale and stretch each time, which is cheap.
 */
final class NoiseTile {
  /** Soft, with large forms: clouds, waves, hills. */
  static final NoiseTile CLOUDS = new NoiseTile(11, 128, 64, 32, 16, 8, 4);

  /** Rough, with small forms: stone, leaves, nets, wet sand. */
  static final NoiseTile STONES = new NoiseTile(12, 16, 8, 4, 2, 1);

  private static final int BITS = 9;
  private static final int SIZE = 1 << BITS;
  private static final int MASK = SIZE - 1;

  private final byte[] values = new byte[SIZE * SIZE];

  /**
   * @param cells widths of the octaves' cells in pixels, powers of two, from large to small
   */
  private NoiseTile(long seed, int... cells) {
    var random = new Random(seed);
    var sum = new float[SIZE * SIZE];
    var weight = 1f;
    for (var cell : cells) {
      addOctave(sum, cell, weight, random);
      weight *= 0.62f;
    }
    var least = Float.MAX_VALUE;
    var most = -Float.MAX_VALUE;
    for (var value : sum) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    for (var i = 0; i < sum.length; i++) {
      values[i] = (byte) Math.round((sum[i] - least) / (most - least) * 255);
    }
  }

  private static void addOctave(float[] sum, int cell, float weight, Random random) {
    var knots = SIZE / cell;
    var heights = new float[knots * knots];
    for (var i = 0; i < heights.length; i++) {
      heights[i] = weight * random.nextFloat();
    }
    for (var y = 0; y < SIZE; y++) {
      var top = y / cell * knots;
      var bottom = (y / cell + 1) % knots * knots;
      var down = eased((float) (y % cell) / cell);
      for (var x = 0; x < SIZE; x++) {
        var left = x / cell;
        var right = (left + 1) % knots;
        var across = eased((float) (x % cell) / cell);
        var above = heights[top + left] * (1 - across) + heights[top + right] * across;
        var below = heights[bottom + left] * (1 - across) + heights[bottom + right] * across;
        sum[y * SIZE + x] += above * (1 - down) + below * down;
      }
    }
  }

  private static float eased(float t) {
    return t * t * (3 - 2 * t);
  }

  /**
   * The noise at a point, between its four neighbours.
   *
   * @param u across, in 1/65536 of a tile pixel; any value, the tile repeats
   * @return 0 to 255
   */
  int at(int u, int v) {
    var top = (v >>> 16 & MASK) << BITS;
    var bottom = ((v >>> 16) + 1 & MASK) << BITS;
    var left = u >>> 16 & MASK;
    var right = left + 1 & MASK;
    var across = u >>> 8 & 255;
    var down = v >>> 8 & 255;
    var above = (values[top + left] & 255) * (256 - across) + (values[top + right] & 255) * across;
    var below =
        (values[bottom + left] & 255) * (256 - across) + (values[bottom + right] & 255) * across;
    return above * (256 - down) + below * down >>> 16;
  }
}
