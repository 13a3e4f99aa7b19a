package io.sluice.app;

import io.sluice.ledger.batch.BatchRow;
import io.sluice.terminal.Printable;
import java.time.Duration;

/** What a person wants to know of a batch at a glance, in one line of a terminal. */
final class BatchProgress {
  private static final int BAR = 20;
  private static final double MEGABYTE = 1_000_000;

  private BatchProgress() {}

  /**
   * @param seconds since it has been followed
   */
  static String of(BatchRow row, double seconds) {
    var counts = row.counts();
    double fraction = row.listed() == 0 ? 0 : (double) counts.ended() / row.listed();
    int full = (int) (Math.min(1, fraction) * BAR);
    double rate = counts.ended() / Math.max(0.001, seconds);
    return "%s [%s] %d of %d%s, %d duplicates, %d failed, %.1f MB, %.0f/s, %s"
        .formatted(
            Printable.text(row.name()),
            "#".repeat(full) + "-".repeat(BAR - full),
            counts.ended(),
            row.listed(),
            row.allListed() ? "" : " listed so far",
            counts.duplicates(),
            counts.failed() + counts.dead(),
            counts.bytes() / MEGABYTE,
            rate,
            standing(row, rate));
  }

  private static String standing(BatchRow row, double rate) {
    if (!row.phase().isAtWork() || rate == 0) {
      return row.phase().column();
    }
    long left = Math.max(0, row.listed() - row.counts().ended());
    var time = ProgressLine.time(Duration.ofMillis((long) (1000 * left / rate)));
    return (row.allListed() ? "" : "more than ") + time + " left";
  }
}
