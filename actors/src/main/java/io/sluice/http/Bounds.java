package io.sluice.http;

import java.time.Duration;

/**
 * What a request may take.
 *
 * @param maxBytes longest body, after decompression
 * @param time from the first byte that is sent to the last that comes, without the waits for memory
 * @param lenient whether an answer is taken as a browser would: one that was broken off is given as
 *     far as it came, and one that is not packed as it says, or not as long, as it is
 */
public record Bounds(long maxBytes, Duration time, boolean lenient) {

  public Bounds {
    if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "maxBytes must be 1 to " + (Integer.MAX_VALUE - 8) + ", was " + maxBytes);
    }
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("time must be positive, was " + time);
    }
  }

  /** For an answer that must be whole. */
  public Bounds(long maxBytes, Duration time) {
    this(maxBytes, time, false);
  }

  /** The same for an answer that is taken as a browser would. */
  public Bounds leniently() {
    return new Bounds(maxBytes, time, true);
  }
}
