package io.sluice.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Cores that this process may use, and those that its machine has: a container, {@code taskset} or
 * an option of Java may give it fewer.
 */
record Cores(int given, int there) {
  private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");

  static Cores now() {
    int given = Runtime.getRuntime().availableProcessors();
    try {
      return new Cores(given, Math.max(given, count(Files.readString(ONLINE).strip())));
    } catch (IOException | IllegalArgumentException e) {
      // Not told here: then it has those that are given.
      return new Cores(given, given);
    }
  }

  /**
   * How many a list of the kernel's has.
   *
   * @param list such as {@code 0-3,8}
   */
  static int count(String list) {
    return Arrays.stream(list.split(",")).mapToInt(Cores::countOfRange).sum();
  }

  private static int countOfRange(String range) {
    var ends = range.split("-");
    return Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
  }

  /** Of a finding where all cores that are given are busy already. */
  Finding limiting(Finding finding, WorkKind kind, double rate) {
    return there > given
        ? finding.allowing(
            kind,
            rate,
            "cores: %d of the %d of this machine are given; more of them by the container's limit,"
                    .formatted(given, there)
                + " taskset, or -XX:ActiveProcessorCount",
            "up to %s with all %d".formatted(Words.rate(kind, rate * there / given), there))
        : finding.allowing(
            kind,
            rate,
            "cores: more of them, or another node",
            "%s more for each core".formatted(Words.rate(kind, rate / given)));
  }
}
