package io.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where the figures of a bench go: they are printed as a table or as JSON, kept as a file, and held
 * against those of an earlier one.
 */
final class BenchOutput {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final String FIGURES = "figures";
  private static final String BENCH = "bench";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      description = "Also write them as JSON to a new file in this directory.")
  private Path directory;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "Also print how they are beside those of such a file.")
  private Path against;

  private JsonNode earlier;

  /**
   * Looks at what was asked for, before anything is measured.
   *
   * @throws ParameterException if it cannot be done
   */
  void begin() {
    if (directory != null && Files.exists(directory) && !Files.isDirectory(directory)) {
      throw wrong("--output-dir must be a directory, was " + directory);
    }
    if (against != null) {
      earlier = earlier();
    }
  }

  private JsonNode earlier() {
    try {
      var read = MAPPER.readTree(Files.readAllBytes(against));
      if (!read.path(BENCH).asText(command.name()).equals(command.name())) {
        throw wrong(
            "--against %s is of bench %s, and this is bench %s"
                .formatted(against, read.get(BENCH).asText(), command.name()));
      }
      var figures = read.has(FIGURES) ? read.get(FIGURES) : read;
      if (FigureRows.of(figures).isEmpty()) {
        throw wrong("--against %s has no figures of a bench".formatted(against));
      }
      return figures;
    } catch (IOException e) {
      throw wrong("--against %s cannot be read: %s".formatted(against, e.getMessage()));
    }
  }

  /**
   * @param figures as they become JSON
   * @param table prints them for people
   */
  void print(Object figures, Consumer<PrintWriter> table) throws IOException {
    var out = command.commandLine().getOut();
    if (json) {
      out.print(ReportJson.of(figures) + System.lineSeparator());
    } else {
      table.accept(out);
    }
    out.flush();
    if (directory != null) {
      tell("written to " + write(figures));
    }
    if (earlier != null) {
      var compared = new ComparedFigures(earlier, MAPPER.valueToTree(figures));
      var where = json ? command.commandLine().getErr() : out;
      where.printf("%nbeside %s:%n", against);
      compared.lines().forEach(where::println);
      where.flush();
    }
  }

  private Path write(Object figures) throws IOException {
    var now = Instant.now();
    var result = new LinkedHashMap<String, Object>();
    result.put(BENCH, command.name());
    result.put("at", now.toString());
    result.put(FIGURES, figures);
    Files.createDirectories(directory);
    var file = directory.resolve("bench-%s-%s.json".formatted(command.name(), TIME.format(now)));
    return Files.writeString(file, ReportJson.of(result) + System.lineSeparator());
  }

  private void tell(String words) {
    command.commandLine().getErr().println("sluice: " + words);
    command.commandLine().getErr().flush();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
