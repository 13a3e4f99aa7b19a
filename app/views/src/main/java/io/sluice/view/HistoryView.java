package io.sluice.view;

import java.util.List;

/**
 * How much was done, by time.
 *
 * @param since when the first step begins
 * @param until before which the last one begins
 * @param stepSeconds how long each is
 */
public record HistoryView(String since, String until, long stepSeconds, List<Series> series) {
  public HistoryView {
    series = Lists.orNone(series);
  }

  /**
   * One thing that is counted.
   *
   * @param unit {@code items}, {@code bytes} or {@code milliseconds}
   * @param amounts how much was done in each step
   */
  public record Series(String kind, String stage, String outcome, String unit, List<Long> amounts) {
    public Series {
      amounts = Lists.orNone(amounts);
    }
  }
}
