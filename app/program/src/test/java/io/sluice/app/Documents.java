package io.sluice.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages that users read, and the commands that stand in their blocks of code. */
final class Documents {
  private static final Path HOME = Path.of("../..");
  private static final Pattern FENCE = Pattern.compile("\\s*```(\\w*)");
  private static final String BEGINNING =
      "(?:[A-Z_]+=\\S+ )*(?:\\./sluice|\\./mvnw|tests/\\w+|curl) ";
  private static final Pattern COMMAND = Pattern.compile(BEGINNING + ".*");

  /** Within text; what has words to be replaced is none. */
  private static final Pattern IN_TEXT = Pattern.compile("`(" + BEGINNING + "[^`]*)`");

  private static final Pattern TO_REPLACE = Pattern.compile("\\.\\.\\.|\\bCOMMAND\\b");

  private Documents() {}

  /**
   * A command of a page.
   *
   * @param place page and line
   * @param output the line below it, if that is what it prints
   */
  record Documented(String place, ShellLine.Command command, String output) {
    List<String> words() {
      return command.words();
    }

    @Override
    public String toString() {
      return place + ": " + command;
    }
  }

  static List<Path> pages() {
    try (var docs = Files.list(HOME.resolve("docs"));
        var models = Files.list(HOME.resolve("tests/models"))) {
      var others = Stream.of("README.md", "CONTRIBUTING.md", "docker/README.md");
      return Stream.of(docs, models, others.map(HOME::resolve))
          .flatMap(pages -> pages)
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path home() {
    return HOME;
  }

  static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Documented> commands() {
    return pages().stream().flatMap(page -> commands(page).stream()).toList();
  }

  private static List<Documented> commands(Path page) {
    var found = new ArrayList<Documented>();
    var lines = text(page).lines().toList();
    String language = null;
    for (int i = 0; i < lines.size(); i++) {
      var fence = FENCE.matcher(lines.get(i));
      if (fence.matches()) {
        language = language == null ? fence.group(1) : null;
      } else if (language == null) {
        found.addAll(inText("%s:%d".formatted(HOME.relativize(page), i + 1), lines.get(i)));
      } else {
        int first = i;
        var line = new StringBuilder(lines.get(i));
        while (line.toString().endsWith("\\")) {
          line.setLength(line.length() - 1);
          line.append(lines.get(++i));
        }
        var told = command(language, line.toString().strip());
        var output = i + 1 < lines.size() ? lines.get(i + 1) : "";
        var place = "%s:%d".formatted(HOME.relativize(page), first + 1);
        ShellLine.commands(told)
            .forEach(command -> found.add(new Documented(place, command, output)));
      }
    }
    return found;
  }

  /** Whole ones alone: {@code ./sluice collect} names a command. */
  private static List<Documented> inText(String place, String line) {
    return IN_TEXT
        .matcher(line)
        .results()
        .map(found -> found.group(1))
        .filter(told -> !TO_REPLACE.matcher(told).find())
        .flatMap(told -> ShellLine.commands(told).stream())
        .filter(command -> command.words().size() > 2)
        .map(command -> new Documented(place, command, ""))
        .toList();
  }

  /** What is typed, without what a program prints; empty if it is only that. */
  private static String command(String language, String line) {
    if (line.startsWith("$ ")) {
      return line.substring(2);
    }
    return language.equals("sh") || COMMAND.matcher(line).matches() ? line : "";
  }
}
