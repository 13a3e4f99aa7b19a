package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.bench.BenchCommand;
import io.sluice.client.ChannelCommand;
import io.sluice.client.CompletionCommand;
import io.sluice.client.DownCommand;
import io.sluice.client.DrainCommand;
import io.sluice.client.NodesCommand;
import io.sluice.client.StatusCommand;
import io.sluice.sample.SampleCommand;
import io.sluice.terminal.LineWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
    // @name is a channel here, also where there is a file of that name.
    var line = line(commands);
    return line.setOut(new LineWriter(line.getOut()))
        .setErr(new LineWriter(line.getErr()))
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Main::usage)
        .setExecutionExceptionHandler(Main::failure)
        .setUsageHelpAutoWidth(true)
        .execute(args);
  }

  private static CommandLine line(Map<String, Supplier<CommandLine>> commands) {
    var line = new CommandLine(new Main());
    commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
    Paragraphs.join(line);
    return line;
  }

  private static Map<String, Supplier<CommandLine>> commands() {
    var commands = new LinkedHashMap<String, Supplier<CommandLine>>();
    commands.put("node", () -> withSettings(new NodeCommand(), Map.of("NODE_HOST", "--host")));
    commands.put("collect", () -> withSettings(new CollectCommand()));
    commands.put("channel", () -> new CommandLine(new ChannelCommand()));
    commands.put("status", () -> new CommandLine(new StatusCommand()));
    commands.put("nodes", () -> new CommandLine(new NodesCommand()));
    commands.put("drain", () -> new CommandLine(new DrainCommand()));
    commands.put("down", () -> new CommandLine(new DownCommand()));
    commands.put("config", () -> withSettings(new ConfigCommand()));
    commands.put("psql", () -> withSettings(new PsqlCommand()));
    commands.put("bench", Main::bench);
    commands.put("sample", () -> new CommandLine(new SampleCommand()));
    commands.put(
        "completion", () -> new CommandLine(new CompletionCommand(() -> line(commands()))));
    commands.put("help", () -> new CommandLine(new HelpCommand()));
    return commands;
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

  private static int usage(ParameterException e, String[] args) {
    var err = e.getCommandLine().getErr();
    err.println("sluice: " + e.getMessage());
    err.println("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failure(Exception e, CommandLine line, CommandLine.ParseResult result) {
    Failure.print(line.getErr(), e);
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
