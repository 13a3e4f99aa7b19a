package io.sluice.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A batch, and which of its messages are meant, as a command line says it. */
final class ChosenMessages {
  @Parameters(
      index = "0",
      paramLabel = "BATCH",
      description = "Name or number of a batch of websites.")
  private String batch;

  @Parameters(
      index = "1..*",
      paramLabel = "LINE",
      description = "Lines of the list, as results and sluice batch messages show them.")
  private List<Long> lines = List.of();

  @Option(names = "--all", description = "All of the batch.")
  private boolean all;

  @Option(names = "--status", paramLabel = "STATUS", description = "Those that stand so.")
  private String status;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Those with this reason: the word of it, such as thin.")
  private String reason;

  String batch() {
    return batch;
  }

  boolean areNone() {
    return lines.isEmpty() && !all && status == null && reason == null;
  }

  /** As the node takes it. */
  void write(ObjectNode body, boolean orAll) {
    if (!lines.isEmpty()) {
      var array = body.putArray("lines");
      lines.forEach(array::add);
    }
    if (all || orAll && areNone()) {
      body.put("all", true);
    }
    if (status != null) {
      body.put("status", status);
    }
    if (reason != null) {
      body.put("reason", reason);
    }
  }
}
