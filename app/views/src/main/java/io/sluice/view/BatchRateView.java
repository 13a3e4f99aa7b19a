package io.sluice.view;

/** How fast items of a batch come to their end, by all nodes together. */
public record BatchRateView(double itemsPerSecond, double bytesPerSecond) {
  public static final BatchRateView NONE = new BatchRateView(0, 0);
}
