package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.BatchView;
import io.sluice.words.MissedWords;

/** What a person wants to know of a batch at a glance, in one line of a terminal. */
final class BatchLine {
  private static final int BAR = 20;

  private BatchLine() {}

  static String of(BatchView batch) {
    int full = percent(batch) * BAR / 100;
    var counters = batch.counters();
    return "%s [%s] %s of %s%s, %s duplicates, %s failed, %s, %s/s, %s"
        .formatted(
            Printable.text(batch.name()),
            "#".repeat(full) + "-".repeat(BAR - full),
            Figures.count(counters.ended()),
            Figures.count(counters.listed()),
            batch.allListed() ? "" : " listed so far",
            Figures.count(counters.duplicates()),
            Figures.count(counters.failed() + counters.dead()),
            Figures.megabytes(counters.bytes()),
            Figures.rate(batch.rate().itemsPerSecond()),
            standing(batch));
  }

  /** Whole percents of what is listed, rounded down, so that all is all. */
  static int percent(BatchView batch) {
    var counters = batch.counters();
    if (counters.listed() <= 0) {
      return batch.state().equals("completed") ? 100 : 0;
    }
    return (int) Math.max(0, Math.min(100, 100.0 * counters.ended() / counters.listed()));
  }

  private static String standing(BatchView batch) {
    if (batch.state().equals("failed")) {
      return Printable.text("FAILED: " + batch.reason());
    }
    var missed =
        batch.missed() > 0 && batch.state().equals("completed")
            ? ", but " + MissedWords.of(batch.missed())
            : "";
    return Printable.text(batch.state()) + left(batch) + missed;
  }

  /** While others are still listed, it is the least. */
  static String left(BatchView batch) {
    if (batch.secondsLeft() == null) {
      return "";
    }
    return batch.allListed()
        ? ", " + Figures.time(batch.secondsLeft()) + " left"
        : ", more than " + Figures.time(batch.secondsLeft()) + " left";
  }
}
