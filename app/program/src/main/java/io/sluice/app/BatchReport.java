package io.sluice.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.ItemCounts;
import java.io.PrintWriter;
import java.util.Locale;

/** What has become of a batch, for people or as JSON. */
record BatchReport(BatchRow row) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MEGABYTE = 1e6;

  private record Form(
      long id,
      String name,
      String state,
      String reason,
      long listed,
      ItemCounts counts,
      JsonNode passedOver) {}

  void print(PrintWriter out, boolean json) {
    out.println(json ? json() : text());
    out.flush();
  }

  private String json() {
    try {
      var passedOver = JSON.readTree(row.passedOver());
      return JSON.writerWithDefaultPrettyPrinter()
          .writeValueAsString(
              new Form(
                  row.id(),
                  row.name(),
                  row.phase().column(),
                  row.reason(),
                  row.listed(),
                  row.counts(),
                  passedOver));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a batch has a JSON form", e);
    }
  }

  private String text() {
    var counts = row.counts();
    var text =
        String.format(
            Locale.ROOT,
            "%s: %s: %,d listed, %,d done, %,d duplicates, %,d failed, %,d dead, %,.1f MB",
            row.name(),
            row.phase().column(),
            row.listed(),
            counts.done(),
            counts.duplicates(),
            counts.failed(),
            counts.dead(),
            counts.bytes() / MEGABYTE);
    var passedOver = row.passedOver().equals("{}") ? "" : "; passed over " + row.passedOver();
    return text + passedOver + (row.reason() == null ? "" : "; " + row.reason());
  }
}
