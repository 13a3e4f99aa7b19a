package io.sluice.view;

/** How fast one channel is collected, or all. */
public record RateView(double messagesPerSecond, double photosPerSecond) {
  public static final RateView NONE = new RateView(0, 0);
}
