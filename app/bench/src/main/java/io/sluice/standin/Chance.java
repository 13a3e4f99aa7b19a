package io.sluice.standin;

import java.util.Random;

/**
 * Turns the seed and a path of numbers into a number that looks like chance and is always the same.
 * What happens to the n-th request thus depends on the seed and n alone.
 */
final class Chance {
  private Chance() {}

  static Random random(long seed, long... path) {
    return new Random(of(seed, path));
  }

  static long of(long seed, long... path) {
    var mixed = mix(seed);
    for (var step : path) {
      mixed = mix(mixed + step);
    }
    return mixed;
  }

  static boolean happens(double percent, long seed, long... path) {
    return percent > 0 && Math.floorMod(of(seed, path), 1_000_000L) < percent * 10_000;
  }

  /** SplitMix64's finish, which gives no two numbers the same result. */
  static long mix(long seed) {
    var z = seed + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
