package io.sluice.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A main class of the tests in a JVM of its own: its arguments go in, the lines that it prints come
 * out. What its codecs write to their error stream goes to a file.
 *
 * @param code of its exit, -1 if it had to be ended
 * @param lines each a name and a value, printed as {@code name=value}
 */
record ChildJvm(int code, List<String> lines) {

  static ChildJvm run(
      Class<?> main, String heap, Duration limit, Path directory, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-Djava.awt.headless=true"));
    command.addAll(List.of("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + directory + "/crash"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    var output = directory.resolve("output");
    var child =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(directory.resolve("errors").toFile())
            .start();
    try {
      var ended = child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      return new ChildJvm(ended ? child.exitValue() : -1, Files.readAllLines(output));
    } finally {
      child.destroyForcibly();
    }
  }

  Map<String, String> values() {
    return lines.stream()
        .filter(line -> line.contains("="))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(line -> line[0], line -> line[1]));
  }

  long number(String name) {
    return Long.parseLong(values().getOrDefault(name, "-1"));
  }
}
