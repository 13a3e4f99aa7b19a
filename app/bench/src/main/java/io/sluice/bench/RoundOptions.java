package io.sluice.bench;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What commands share that measure the same in some rounds; they say on standard error where. */
final class RoundOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often all is measured; medians are printed. Default: ${DEFAULT-VALUE}")
  private int rounds;

  boolean json() {
    return json;
  }

  int rounds() {
    check("--rounds", rounds);
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
