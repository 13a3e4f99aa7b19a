package io.sluice.http;

import java.time.Duration;

/**
 * What a request may take.
 *
 * @param maxBytes longest body, after decompression
 * @param time from the call to the last byte, without the wait for memory
 * @param redirects how many are followed; with 0 a redirect is given back as an answer
 */
public record Bounds(long maxBytes, Duration time, int redirects) {

  public Bounds {
    if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "maxBytes must be 1 to " + (Integer.MAX_VALUE - 8) + ", was " + maxBytes);
    }
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("time must be positive, was " + time);
    }
    if (redirects < 0) {
      throw new IllegalArgumentException("redirects must be 0 or more, was " + redirects);
    }
  }
}
