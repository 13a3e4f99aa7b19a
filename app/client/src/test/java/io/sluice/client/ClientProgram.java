package io.sluice.client;

import io.sluice.command.CommandRun;
import io.sluice.terminal.Captured;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A program that has the client's commands alone, as it is called in this process. */
final class ClientProgram {
  private ClientProgram() {}

  @Command(name = "sluice")
  private static final class Sluice {}

  static Captured run(String... args) {
    return Captured.of(() -> CommandRun.of(line(), failure -> false, args));
  }

  private static CommandLine line() {
    var line = new CommandLine(new Sluice());
    ClientCommands.all().forEach((name, command) -> line.addSubcommand(name, command.get()));
    return line;
  }
}
