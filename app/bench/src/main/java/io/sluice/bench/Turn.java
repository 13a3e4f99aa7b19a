package io.sluice.bench;

import java.util.List;
import java.util.Map;

/**
 * What a contender's process is asked for, a line of JSON each; its answer is one too.
 *
 * @param pictures files, read before the time is taken
 * @param out where to write each picture's result, by its place in the list: {@code 0.jpg}; null if
 *     nothing is to be written, but the time taken
 * @param seconds all pictures again and again until this time is over, at least once
 * @param threads that work at once; not more than one is asked of other programs
 */
record Turn(List<String> pictures, String out, double seconds, int threads) {

  /**
   * The answer; what was not asked for is 0 or null.
   *
   * @param failed pictures without a result, and why
   * @param perSecond pictures
   * @param cpuMs of the working threads for a picture
   * @param processCpuMs of all threads for a picture, such as those that collect garbage
   * @param residentKb most memory that the process had so far, in KiB
   * @param heapKb most of it that was Java's heap; null in other programs
   */
  record Answer(
      Map<String, String> failed,
      double perSecond,
      double cpuMs,
      double processCpuMs,
      long residentKb,
      Long heapKb) {}
}
