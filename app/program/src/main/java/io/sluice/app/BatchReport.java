package io.sluice.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sluice.client.SentFiles;
import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.terminal.Printable;
import io.sluice.words.MissedWords;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What has become of a batch.
 *
 * @param notSent what was not sent to the nodes, by reason
 */
record BatchReport(BatchRow row, Map<String, Long> notSent) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final double MEGABYTE = 1_000_000;

  /** Of a batch for which nothing was sent. */
  BatchReport(BatchRow row) {
    this(row, Map.of());
  }

  /** The same as JSON. */
  private record Line(
      long id,
      String batch,
      String kind,
      String state,
      String reason,
      long listed,
      long done,
      long duplicates,
      long failed,
      long dead,
      long bytes,
      JsonNode passedOver,
      long missed,
      Map<String, Long> notSent) {}

  void print(PrintWriter out, boolean json) {
    try {
      if (json) {
        out.print(Printable.json(JSON.writeValueAsString(line())) + System.lineSeparator());
      } else {
        out.println(words());
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row has a JSON form", e);
    }
    out.flush();
  }

  private Line line() throws JsonProcessingException {
    var counts = row.counts();
    return new Line(
        row.id(),
        row.name(),
        row.kind(),
        row.phase().column(),
        row.reason(),
        row.listed(),
        counts.done(),
        counts.duplicates(),
        counts.failed(),
        counts.dead(),
        counts.bytes(),
        JSON.readTree(row.passedOver()),
        row.missed(),
        new TreeMap<>(notSent));
  }

  private String words() throws JsonProcessingException {
    var counts = row.counts();
    var passedOver =
        JSON.readTree(row.passedOver()).properties().stream()
            .map(reason -> reason.getValue().asLong() + " " + reason.getKey())
            .sorted()
            .collect(Collectors.joining(", "));
    return "%s: %s: %d listed, %d stored, %d duplicates, %d failed, %d dead, %.1f MB%s%s%s%s"
        .formatted(
            row.name(),
            row.phase().column(),
            row.listed(),
            counts.done(),
            counts.duplicates(),
            counts.failed(),
            counts.dead(),
            counts.bytes() / MEGABYTE,
            (row.listed() == 0 && row.phase() == BatchPhase.COMPLETED
                    ? "; nothing is there to store"
                    : "")
                + (passedOver.isEmpty() ? "" : "; passed over: " + passedOver),
            notSent.isEmpty() ? "" : "; not sent: " + SentFiles.words(notSent),
            row.missed() == 0 ? "" : "; " + MissedWords.of(row.missed()),
            row.reason() == null ? "" : "; " + row.reason());
  }
}
