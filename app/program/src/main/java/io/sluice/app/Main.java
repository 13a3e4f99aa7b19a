package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.bench.BenchCommand;
import io.sluice.client.ClientCommands;
import io.sluice.client.CompletionCommand;
import io.sluice.command.CommandRun;
import io.sluice.dataset.DatasetCommand;
import io.sluice.doctor.DoctorCommand;
import io.sluice.sample.SampleCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: words in, exit code out. */
@Command(
    name = "sluice",
    description = "Collects Telegram channels into PostgreSQL and pictures, exactly once.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    // What a command needs is loaded only where it is the one: a client command starts in no time.
    var commands = commands();
    if (args.length > 0 && commands.containsKey(args[0]) && !args[0].equals("help")) {
      commands.keySet().retainAll(List.of(args[0]));
    }
    return CommandRun.of(line(commands), Failure::isMendable, args);
  }

  private static CommandLine line(Map<String, Supplier<CommandLine>> commands) {
    var line = new CommandLine(new Main());
    commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
    return line;
  }

  /** With all its commands and options. */
  static CommandLine whole() {
    return line(commands());
  }

  private static Map<String, Supplier<CommandLine>> commands() {
    var commands = new LinkedHashMap<String, Supplier<CommandLine>>();
    commands.put("node", () -> withSettings(new NodeCommand(), Map.of("NODE_HOST", "--host")));
    commands.put("collect", () -> withSettings(new CollectCommand()));
    commands.put("submit", Main::submit);
    commands.put(
        "classify",
        () ->
            withSettings(
                new ClassifyCommand(),
                Map.of(
                    "EXTRACT_WORKERS", "-w", SourcesBatch.PASSWORDS_FILE, SourcesBatch.PASSWORDS)));
    commands.put("category", Main::category);
    commands.put("suppress", Main::suppress);
    commands.put("consume", () -> withSettings(new ConsumeCommand()));
    commands.putAll(ClientCommands.all());
    commands.put("config", () -> withSettings(new ConfigCommand()));
    commands.put("doctor", () -> withSettings(new DoctorCommand(Main::quietly)));
    commands.put("upgrade-check", () -> withSettings(new UpgradeCheckCommand()));
    commands.put("psql", () -> withSettings(new PsqlCommand()));
    commands.put("bench", Main::bench);
    commands.put("sample", () -> new CommandLine(new SampleCommand()));
    commands.put("dataset", () -> new CommandLine(new DatasetCommand()));
    commands.put("completion", () -> new CommandLine(new CompletionCommand(Main::whole)));
    commands.put("help", () -> new CommandLine(new HelpCommand()));
    return commands;
  }

  private static CommandLine submit() {
    return new CommandLine(new SubmitCommand())
        .addSubcommand(withSettings(new SubmitFilesCommand()))
        .addSubcommand(
            withSettings(
                new SubmitDocumentsCommand(),
                Map.of(SourcesBatch.PASSWORDS_FILE, SourcesBatch.PASSWORDS)))
        .addSubcommand(withSettings(new SubmitWebsitesCommand()));
  }

  private static CommandLine suppress() {
    var line = new CommandLine(new SuppressCommand());
    Stream.of(new SuppressListCommand(), new SuppressAddCommand(), new SuppressRemoveCommand())
        .forEach(part -> line.addSubcommand(withSettings(part)));
    return line;
  }

  private static CommandLine category() {
    var line = new CommandLine(new CategoryCommand());
    Stream.of(
            new CategoryListCommand(),
            new CategoryAddCommand(),
            new CategoryDescribeCommand(),
            new CategoryRemoveCommand(),
            new CategoryLearnCommand())
        .forEach(part -> line.addSubcommand(withSettings(part)));
    return line;
  }

  private static CommandLine bench() {
    var bench = new CommandLine(new BenchCommand());
    BenchCommand.parts(Main::quietly).forEach(part -> bench.addSubcommand(withSettings(part)));
    return bench;
  }

  private static CommandLine withSettings(Object command) {
    return withSettings(command, Map.of());
  }

  private static CommandLine withSettings(Object command, Map<String, String> shorter) {
    var line = new CommandLine(command);
    SettingFlags.addTo(line.getCommandSpec(), shorter);
    return line;
  }

  private static Config quietly(CommandSpec command) {
    LogOutput.quiet();
    return SettingFlags.load(command).config();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
