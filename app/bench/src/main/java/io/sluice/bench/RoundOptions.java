package io.sluice.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What commands share that measure the same in some rounds; they say on standard error where. */
final class RoundOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private BenchOutput output;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often all is measured; medians are printed. Default: ${DEFAULT-VALUE}")
  private int rounds;

  /**
   * Prints what was measured.
   *
   * @param figures as they become JSON
   * @param table prints them for people
   */
  void print(Object figures, Consumer<PrintWriter> table) throws IOException {
    output.print(figures, table);
  }

  /** To be asked before anything is measured. */
  int rounds() {
    check("--rounds", rounds);
    output.begin();
    return rounds;
  }

  /**
   * @throws ParameterException if it is less than one
   */
  void check(String option, int value) {
    if (value < 1) {
      throw wrong(option + " must be 1 or more, was " + value);
    }
  }

  ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  void tell(String words, Object... values) {
    command.commandLine().getErr().println("sluice: " + words.formatted(values));
  }
}
