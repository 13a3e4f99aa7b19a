package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.bench.BenchCommand;
import io.sluice.sample.SampleCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: words in, exit code out. */
@Command(
    name = "sluice",
    description = "Collects Telegram exports into PostgreSQL and pictures, exactly once.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    var line = new CommandLine(new Main());
    for (var command :
        List.of(new NodeCommand(), new CollectCommand(), new ConfigCommand(), new PsqlCommand())) {
      line.addSubcommand(withSettings(command));
    }
    var bench = new CommandLine(new BenchCommand());
    BenchCommand.parts(Main::quietly).forEach(part -> bench.addSubcommand(withSettings(part)));
    line.addSubcommand(bench);
    line.addSubcommand(new SampleCommand()).addSubcommand(new HelpCommand());
    // @name is a channel here, also where there is a file of that name.
    return line.setExpandAtFiles(false)
        .setParameterExceptionHandler(Main::usage)
        .setExecutionExceptionHandler(Main::failure)
        .setUsageHelpAutoWidth(true)
        .execute(args);
  }

  private static CommandLine withSettings(Object command) {
    var line = new CommandLine(command);
    SettingFlags.addTo(line.getCommandSpec());
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
