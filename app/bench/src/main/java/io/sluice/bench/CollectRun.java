package io.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One {@code collect} of an export in a process of its own, on an embedded server; what comes out
 * is the line of its channel.
 */
record CollectRun(JsonNode channel) {
  /** What the run takes over from this one; where it reads and writes is its own. */
  private static final List<String> SETTINGS =
      List.of(
          "IMAGE_ENGINE",
          "IMAGE_PARALLELISM",
          "MAX_IMAGE_WIDTH",
          "IMAGE_QUALITY",
          "BATCH_SIZE",
          "BATCH_TIME",
          "BATCH_BYTES");

  static CollectRun of(Config config, Path data, Path export)
      throws IOException, InterruptedException {
    var report = JavaProgram.in(data, config, SETTINGS).run("collect", export.toString(), "--json");
    return new CollectRun(new ObjectMapper().readTree(report.toFile()).get("channels").get(0));
  }

  /**
   * Of what there are so many in a second of the run, the start of the program not counted.
   *
   * @param what {@code photos} or {@code messages}
   */
  double perSecond(String what) {
    return channel.get(what).asLong() / channel.get("seconds").asDouble();
  }
}
