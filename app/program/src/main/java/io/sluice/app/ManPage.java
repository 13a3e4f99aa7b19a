package io.sluice.app;

import io.sluice.node.ProgramSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes {@code sluice(1)}: the command line goes in, a manual page comes out as man reads it. The
 * build of the packages runs it.
 */
final class ManPage {
  private static final String NAME = "sluice";

  private final List<String> lines = new ArrayList<>();

  private ManPage() {}

  /**
   * @param args the file to write
   */
  public static void main(String[] args) throws IOException {
    Files.write(Path.of(args[0]), of(Main.whole()));
  }

  /** Its lines. */
  static List<String> of(CommandLine whole) {
    var page = new ManPage();
    page.write(whole);
    return page.lines;
  }

  private void write(CommandLine whole) {
    lines.add(".TH SLUICE 1 \"\" \"%s\"".formatted(text(String.join(" ", versionOf(whole)))));
    section("NAME");
    lines.add(NAME + " \\- " + text(words(whole.getCommandSpec())));
    section("SYNOPSIS");
    lines.add(".B sluice");
    lines.add(".I COMMAND");
    lines.add("[\\fIOPTION\\fR...]");
    section("COMMANDS");
    lines.add("All have \\fB\\-\\-help\\fR. Most have a flag for each setting (see SETTINGS).");
    whole.getSubcommands().values().forEach(this::command);
    section("SETTINGS");
    lines.add(
        "In the environment, in a file .env of the working directory, and as flags:"
            + " BATCH_SIZE is \\fB\\-\\-batch\\-size\\fR. Flags win.");
    ProgramSettings.known().forEach(this::setting);
  }

  private static String[] versionOf(CommandLine whole) {
    return whole.getCommandSpec().version();
  }

  private void section(String title) {
    lines.add(".SH " + title);
  }

  /** Those that have commands of their own are told by these alone. */
  private void command(CommandLine line) {
    var spec = line.getCommandSpec();
    if (!line.getSubcommands().isEmpty()) {
      line.getSubcommands().values().forEach(this::command);
      return;
    }
    lines.add(".SS " + text(spec.qualifiedName(" ") + parameters(spec)));
    description(spec.usageMessage().description());
    for (var parameter : spec.positionalParameters()) {
      item("\\fI" + text(parameter.paramLabel()) + "\\fR", parameter);
    }
    for (var option : spec.options()) {
      if (option.group() == null && !option.usageHelp() && !option.versionHelp()) {
        item(flags(option), option);
      }
    }
  }

  private static String parameters(CommandSpec spec) {
    return spec.positionalParameters().stream()
        .map(parameter -> " " + parameter.paramLabel())
        .collect(Collectors.joining());
  }

  private static String flags(OptionSpec option) {
    var names =
        Stream.of(option.names())
            .map(name -> "\\fB" + text(name) + "\\fR")
            .collect(Collectors.joining(", "));
    return option.arity().max() == 0 ? names : names + "=\\fI" + text(option.paramLabel()) + "\\fR";
  }

  private void item(String head, ArgSpec told) {
    lines.add(".TP");
    lines.add(head);
    var words =
        Stream.of(told.description())
            .map(String::strip)
            .collect(Collectors.joining(" "))
            .replace("%%", "%");
    lines.add(words.isEmpty() ? "\\&" : text(words));
  }

  private void setting(ProgramSettings.Known setting) {
    lines.add(".TP");
    lines.add("\\fB" + text(setting.key()) + "\\fR");
    var ending = setting.defaultValue().isEmpty() ? "" : ". Default: " + setting.defaultValue();
    lines.add(text(setting.description() + ending));
  }

  /** What is indented is an example, and stands as it is. */
  private void description(String... told) {
    boolean example = false;
    for (var line : told) {
      boolean indented = line.startsWith("  ");
      if (indented != example) {
        lines.add(indented ? ".nf" : ".fi");
        example = indented;
      }
      if (!line.isBlank()) {
        lines.add(text(line.replace("%%", "%").stripTrailing()));
      } else {
        lines.add(".PP");
      }
    }
    if (example) {
      lines.add(".fi");
    }
  }

  private static String words(CommandSpec spec) {
    return String.join(" ", spec.usageMessage().description());
  }

  /** As it stands: roff takes a backslash, and a line's first dot or quote, for its own. */
  private static String text(String words) {
    var escaped = words.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
