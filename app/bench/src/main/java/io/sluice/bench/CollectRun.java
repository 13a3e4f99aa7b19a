package io.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** By name: the program is built on top of its benches. */
  private static final String MAIN = "io.sluice.app.Main";

  static CollectRun of(Config config, Path data, Path export)
      throws IOException, InterruptedException {
    var log = data.resolve("log");
    var report = data.resolve("report");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var words = new ArrayList<>(List.of(java));
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    words.addAll(List.of("-cp", absolute(System.getProperty("java.class.path")), MAIN, "collect"));
    words.addAll(List.of(export.toString(), "--json"));
    var command =
        new ProcessBuilder(words)
            .directory(data.toFile())
            .redirectOutput(report.toFile())
            .redirectError(log.toFile());
    var reader = new SettingsReader(config);
    SETTINGS.forEach(key -> command.environment().put(key, reader.text(key)));
    command.environment().put("DATA_DIR", data.toString());
    command.environment().put("DATABASE_URL", "");
    command.environment().put("IMAGE_DIR", data.toString());
    var child = command.start();
    int exit;
    try {
      exit = child.waitFor();
    } finally {
      child.destroy();
    }
    if (exit != 0) {
      throw new IllegalStateException(
          "collect ended with %d: %s".formatted(exit, Files.readString(log)));
    }
    return new CollectRun(new ObjectMapper().readTree(report.toFile()).get("channels").get(0));
  }

  /** Also from another working directory. */
  private static String absolute(String classPath) {
    return String.join(
        File.pathSeparator,
        List.of(classPath.split(File.pathSeparator)).stream()
            .map(entry -> new File(entry).getAbsolutePath())
            .toList());
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
