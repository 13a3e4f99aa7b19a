package io.sluice.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A main class run to its end in a JVM of its own.
 *
 * @param output what it printed
 * @param log what it printed to standard error
 */
record BenchProgram(String output, String log) {

  static BenchProgram run(Map<String, String> environment, String main, String... arguments)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(List.of(arguments));
    var output = Files.createTempFile("bench", ".out");
    var log = Files.createTempFile("bench", ".log");
    try {
      var builder =
          new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(log.toFile());
      builder.environment().putAll(environment);
      int exit = builder.start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException(
            main + " ended with " + exit + "\n" + Files.readString(log));
      }
      return new BenchProgram(Files.readString(output), Files.readString(log));
    } finally {
      Files.delete(output);
      Files.delete(log);
    }
  }
}
