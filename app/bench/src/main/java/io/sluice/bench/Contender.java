package io.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A program that makes stored pictures, running in a process of its own: turns go in, answers come
 * out. Its start is over when the first turn comes; it ends when closed, or with this process.
 */
final class Contender implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ContenderCommand command;
  private final Process process;
  private final BufferedReader answers;
  private final String version;

  private Contender(
      ContenderCommand command, Process process, BufferedReader answers, String version) {
    this.command = command;
    this.process = process;
    this.answers = answers;
    this.version = version;
  }

  /** Empty if it is not installed: no such program, or it ends without a word. */
  static Optional<Contender> start(ContenderCommand command) throws IOException {
    for (var line : command.lines()) {
      Process process;
      try {
        process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      } catch (IOException e) {
        continue;
      }
      var answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      var hello = answers.readLine();
      if (hello != null) {
        var version = JSON.readTree(hello).path("version").asText();
        return Optional.of(new Contender(command, process, answers, version));
      }
      process.destroy();
    }
    return Optional.empty();
  }

  String name() {
    return command.name();
  }

  boolean isOurs() {
    return command.ours();
  }

  /** Of the library and what runs it; empty for ours. */
  String version() {
    return version;
  }

  /**
   * Waits for the answer.
   *
   * @throws IOException if the process ended instead
   */
  Turn.Answer take(Turn turn) throws IOException {
    var line = JSON.writeValueAsString(turn) + "\n";
    process.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    var answer = answers.readLine();
    if (answer == null) {
      throw new IOException(name() + ": its process ended in the midst of a turn");
    }
    return JSON.readValue(answer, Turn.Answer.class);
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
  }
}
