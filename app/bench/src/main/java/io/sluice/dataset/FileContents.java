package io.sluice.dataset;

import io.sluice.sample.Seeds;
import java.io.IOException;
import java.util.Random;

/**
 * Makes up the content of any file by its number: an invented one, one that is broken on purpose,
 * or that of an earlier file again. Nothing is kept, since the same number gives the same bytes.
 */
final class FileContents {
  private static final int DUPLICATES_PERCENT = 5;
  private static final int BROKEN_PERCENT = 3;

  /** The size in the middle; the mean is about eight times as much, since a few are large. */
  private static final double MEDIAN_BYTES = 5_000;

  private static final double SPREAD = 2.1;
  private static final int LARGEST_BYTES = 4_000_000;

  private final long seed;

  FileContents(long seed) {
    this.seed = seed;
  }

  /**
   * @param number counted from 0
   */
  MadeFile of(int number) throws IOException {
    var random = Seeds.random(seed, number);
    if (number > 0 && random.nextInt(100) < DUPLICATES_PERCENT) {
      return of(random.nextInt(number));
    }
    var size = size(random);
    return random.nextInt(100) < BROKEN_PERCENT
        ? BrokenFiles.make(random, size)
        : FileFormat.pick(random).make(random, size);
  }

  /** Log-normal: most are small, one in a thousand has some MB. */
  private static int size(Random random) {
    var size = MEDIAN_BYTES * StrictMath.exp(SPREAD * random.nextGaussian());
    return (int) Math.min(LARGEST_BYTES, size);
  }
}
