package io.sluice.bench;

/**
 * How fast documents were read.
 *
 * @param pages that they have together
 * @param failed those without a text
 * @param cpuSeconds of the processes that read
 */
public record DocumentSpeed(
    int documents, long pages, int failed, double seconds, double cpuSeconds) {
  private static final int HOUR = 3600;

  /** Of these, and of others that were read after them. */
  public DocumentSpeed and(DocumentSpeed more) {
    return new DocumentSpeed(
        documents + more.documents,
        pages + more.pages,
        failed + more.failed,
        seconds + more.seconds,
        cpuSeconds + more.cpuSeconds);
  }

  double perHour() {
    return HOUR * documents / seconds;
  }

  double cpuMsOfPage() {
    return 1000 * cpuSeconds / Math.max(1, pages);
  }
}
