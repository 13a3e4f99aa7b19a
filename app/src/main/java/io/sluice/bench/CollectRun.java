package io.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One {@code collect} of exports in a process of its own, with a new database, one after another;
 * what comes out is its report.
 */
record CollectRun(JsonNode report) {
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

  static CollectRun of(Config config, Path data, List<Path> exports)
      throws IOException, InterruptedException {
    var log = data.resolve("log");
    var report = data.resolve("report");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var words = new ArrayList<>(List.of(java, "--enable-native-access=ALL-UNNAMED"));
    words.addAll(List.of("-XX:+UseParallelGC", "-cp"));
    words.addAll(List.of(absolute(System.getProperty("java.class.path")), MAIN, "collect"));
    exports.forEach(export -> words.add(export.toString()));
    words.add("--json");
    var command =
        new ProcessBuilder(words)
            .directory(data.toFile())
            .redirectOutput(report.toFile())
            .redirectError(log.toFile());
    var reader = new SettingsReader(config);
    SETTINGS.forEach(key -> command.environment().put(key, reader.text(key)));
    command.environment().put("CONCURRENT_LIMIT", "1");
    command.environment().put("DATA_DIR", data.toString());
    command.environment().put("DATABASE_URL", "");
    command.environment().put("IMAGE_DIR", data.toString());
    int exit = command.start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException(
          "collect ended with %d: %s".formatted(exit, Files.readString(log)));
    }
    return new CollectRun(new ObjectMapper().readTree(report.toFile()));
  }

  /** Also from another working directory. */
  private static String absolute(String classPath) {
    return String.join(
        File.pathSeparator,
        List.of(classPath.split(File.pathSeparator)).stream()
            .map(entry -> new File(entry).getAbsolutePath())
            .toList());
  }

  /** How many of these, {@code photos} or {@code messages}, of a channel. */
  double perSecond(String name, String what) {
    for (var channel : report.get("channels")) {
      if (channel.get("channel").asText().equals(name)) {
        return channel.get(what).asLong() / channel.get("seconds").asDouble();
      }
    }
    throw new IllegalStateException("collect did not report " + name);
  }
}
