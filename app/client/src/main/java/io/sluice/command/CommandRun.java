package io.sluice.command;

import io.sluice.terminal.LineWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * One run of a command line: words go in, the exit code comes out. What it prints is made
 * printable, and what goes wrong is told: in one line what users can mend, as a whole trace what we
 * must.
 */
public final class CommandRun {
  private CommandRun() {}

  /**
   * @param mendable failures whose message tells users what to do, beside those of files and
   *     networks
   */
  public static int of(CommandLine line, Predicate<Exception> mendable, String... args) {
    Paragraphs.join(line);
    // @name is a channel here, also where there is a file of that name.
    return line.setOut(new LineWriter(line.getOut()))
        .setErr(new LineWriter(line.getErr()))
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(CommandRun::usage)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> failed(command.getErr(), failure, mendable))
        .setUsageHelpAutoWidth(true)
        .execute(args);
  }

  private static int usage(ParameterException e, String[] args) {
    var err = e.getCommandLine().getErr();
    err.println("sluice: " + complaint(e));
    err.println("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  /** A word where only a command can be is taken for one that is not there. */
  private static String complaint(ParameterException e) {
    var command = e.getCommandLine();
    var commands =
        command.getSubcommands().entrySet().stream()
            .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return e instanceof UnmatchedArgumentException unmatched
            && !commands.isEmpty()
            && !unmatched.isUnknownOption()
        ? "there is no command %s in %s, only %s"
            .formatted(
                unmatched.getUnmatched().get(0), command.getCommandSpec().qualifiedName(), commands)
        : e.getMessage();
  }

  private static int failed(PrintWriter err, Exception e, Predicate<Exception> mendable) {
    if (e instanceof IOException || mendable.test(e)) {
      err.println("sluice: " + e.getMessage());
    } else {
      err.println("sluice: this should not have happened; please report it with these lines:");
      e.printStackTrace(err);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
