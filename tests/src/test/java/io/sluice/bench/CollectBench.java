package io.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Measures {@code collect} of an export against the image engine alone on the same photos, in turn
 * and each in a JVM of its own, and prints both and their ratio.
 */
final class CollectBench {
  private static final int ROUNDS = 3;

  private CollectBench() {}

  /** Arguments: how many photos, and a directory to work in. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int photos = Integer.parseInt(args[0]);
    var work = Path.of(args[1]);
    var export = work.resolve("export");
    SampleExport.write(export, new SampleOptions(1, photos * 2, photos, 1280, 1, "Bench", false));
    System.out.printf(
        "%d photos, %s %s, %d cores%n",
        photos,
        System.getProperty("java.vendor"),
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors());
    for (int round = 1; round <= ROUNDS; round++) {
      double bare =
          Double.parseDouble(
              Program.run(Map.of(), "io.sluice.bench.BareLoop", "" + export).output().strip());
      var data = work.resolve("data" + round);
      var report =
          Program.run(
                  Map.of("DATA_DIR", "" + data),
                  "io.sluice.app.Main",
                  "collect",
                  "" + export,
                  "--json")
              .output();
      var channel = new ObjectMapper().readTree(report).get("channels").get(0);
      double collected = channel.get("photos").asLong() / channel.get("seconds").asDouble();
      System.out.printf(
          "round %d: engine alone %.1f images/s, collect %.1f images/s, ratio %.2f%n",
          round, bare, collected, collected / bare);
    }
  }
}
