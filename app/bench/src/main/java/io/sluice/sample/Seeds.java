package io.sluice.sample;

import java.util.Random;

/**
 * Gives everything that is made up a seed of its own, by its place in what is made, so that it can
 * be made in any order on any thread. The generator is {@link Random} because its algorithm is part
 * of its contract.
 */
public final class Seeds {
  private Seeds() {}

  public static Random random(long seed, int... path) {
    return new Random(of(seed, path));
  }

  static long of(long seed, int... path) {
    var mixed = splitMix(seed);
    for (var step : path) {
      mixed = splitMix(mixed + step);
    }
    return mixed;
  }

  private static long splitMix(long seed) {
    var z = seed + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
