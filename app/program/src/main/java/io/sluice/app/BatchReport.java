package io.sluice.app;

import io.sluice.ledger.batch.BatchRow;
import java.io.PrintWriter;

/** What has become of a batch, for people. */
record BatchReport(BatchRow row) {

  void print(PrintWriter out, boolean json) {
    var counts = row.counts();
    out.printf(
        "%s: %s: %d listed, %d done, %d duplicates, %d failed, %d dead, %d bytes; passed over %s%n",
        row.name(),
        row.phase().column(),
        row.listed(),
        counts.done(),
        counts.duplicates(),
        counts.failed(),
        counts.dead(),
        counts.bytes(),
        row.passedOver());
    out.flush();
  }
}
