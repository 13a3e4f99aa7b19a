package io.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.persistence.DatabaseAddress;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program of the checkout in Python, of which it needs libraries: its path goes in, its answer in
 * JSON comes out.
 *
 * @param python that has these
 * @param version of these, as it tells it
 */
record PythonProgram(String python, Path script, String version) {

  /** What a version manager offers may lack the libraries. */
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  /** Empty where no Python has what it needs. */
  static Optional<PythonProgram> find(Path script) throws IOException, InterruptedException {
    for (var python : PYTHONS) {
      try {
        var asked =
            new ProcessBuilder(python, script.toString(), "--check")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var version = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() == 0) {
          return Optional.of(new PythonProgram(python, script, version.strip()));
        }
      } catch (IOException e) {
        continue;
      }
    }
    return Optional.empty();
  }

  /**
   * One in the checkout that this class was built in; empty where there is none.
   *
   * @param path of it there
   */
  static Optional<Path> inCheckout(String path) {
    var here = Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0]);
    for (var folder = here.toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve(path))) {
        return Optional.of(folder.resolve(path));
      }
    }
    return Optional.empty();
  }

  /**
   * Runs it with a database, and waits for its answer.
   *
   * @throws IllegalStateException if it failed
   */
  JsonNode run(DatabaseAddress address, List<String> arguments)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(python, script.toString()));
    words.addAll(arguments);
    var command = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
    int colon = address.host().lastIndexOf(':');
    command.environment().put("PGHOST", address.host().substring(0, colon));
    command.environment().put("PGPORT", address.host().substring(colon + 1));
    command.environment().put("PGDATABASE", address.name());
    command.environment().put("PGUSER", address.user());
    command.environment().put("PGPASSWORD", address.password());
    var child = command.start();
    try {
      var answer = new ObjectMapper().readTree(child.getInputStream().readAllBytes());
      int exit = child.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(script + " ended with " + exit);
      }
      return answer;
    } finally {
      child.destroy();
    }
  }
}
