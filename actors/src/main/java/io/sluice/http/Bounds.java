package io.sluice.http;

import java.time.Duration;

/**
 * What a request may take.
 *
 * @param maxBytes longest body, after decompression
 * @param time from the first byte that is sent to the last that comes, without the waits for memory
 */
public record Bounds(long maxBytes, Duration time) {

  public Bounds {
    if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "maxBytes must be 1 to " + (Integer.MAX_VALUE - 8) + ", was " + maxBytes);
    }
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("time must be positive, was " + time);
    }
  }
}
