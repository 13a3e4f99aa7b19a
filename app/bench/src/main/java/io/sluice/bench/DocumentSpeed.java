package io.sluice.bench;

/**
 * How fast documents were read.
 *
 * @param pages that they have together
 * @param failed those without a text
 * @param cpuSeconds of the processes that read
 */
record DocumentSpeed(int documents, long pages, int failed, double seconds, double cpuSeconds) {
  private static final int HOUR = 3600;

  double perHour() {
    return HOUR * documents / seconds;
  }

  double cpuMsOfPage() {
    return 1000 * cpuSeconds / Math.max(1, pages);
  }
}
