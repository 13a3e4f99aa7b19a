package io.sluice.bench;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * This program in a process of its own, with some of this one's settings and none of its places.
 *
 * @param java options of its virtual machine beside those of this one
 */
record JavaProgram(Path folder, Map<String, String> environment, List<String> java) {
  /** By name: the program is built on top of its benches. */
  private static final String MAIN = "io.sluice.app.Main";

  private static final String REPORT = "report";
  private static final String LOG = "log";

  /**
   * @param folder where it writes
   * @param settings that it takes over
   */
  static JavaProgram in(Path folder, Config config, List<String> settings) {
    var reader = new SettingsReader(config);
    var environment = new HashMap<String, String>();
    settings.forEach(key -> environment.put(key, reader.text(key)));
    environment.put("DATA_DIR", folder.toString());
    environment.put("IMAGE_DIR", folder.toString());
    environment.put("DATABASE_URL", "");
    return new JavaProgram(folder, environment, List.of());
  }

  JavaProgram with(Map<String, String> others) {
    var all = new HashMap<>(environment);
    all.putAll(others);
    return new JavaProgram(folder, all, java);
  }

  JavaProgram withJava(List<String> options) {
    return new JavaProgram(folder, environment, List.copyOf(options));
  }

  /**
   * Gives the file with what it printed, when it has ended.
   *
   * @throws IllegalStateException with its log if it failed
   */
  Path run(String... arguments) throws IOException, InterruptedException {
    var child = start(arguments);
    int exit;
    try {
      exit = child.waitFor();
    } finally {
      child.destroy();
    }
    if (exit != 0) {
      throw new IllegalStateException("%s ended with %d: %s".formatted(arguments[0], exit, log()));
    }
    return folder.resolve(REPORT);
  }

  /** Returns while it runs. */
  Process start(String... arguments) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var words = new ArrayList<>(List.of(java));
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    words.addAll(this.java);
    words.addAll(List.of("-cp", absolute(System.getProperty("java.class.path")), MAIN));
    words.addAll(List.of(arguments));
    var command =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve(REPORT).toFile())
            .redirectError(folder.resolve(LOG).toFile());
    command.environment().putAll(environment);
    return command.start();
  }

  /** What it has logged until now. */
  String log() throws IOException {
    return Files.readString(folder.resolve(LOG));
  }

  /** Also from another working directory. */
  private static String absolute(String classPath) {
    return String.join(
        File.pathSeparator,
        List.of(classPath.split(File.pathSeparator)).stream()
            .map(entry -> new File(entry).getAbsolutePath())
            .toList());
  }
}
