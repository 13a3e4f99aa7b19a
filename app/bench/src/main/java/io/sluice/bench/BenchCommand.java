package io.sluice.bench;

import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice bench WHAT}: measures a part of Sluice on this machine; each part is a command. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures parts of Sluice on this machine, and leaves nothing behind.")
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  /**
   * The commands below this one; each takes the program's settings.
   *
   * @param settings gives the settings in force for a command, flags included
   */
  public static List<Callable<Integer>> parts(Function<CommandSpec, Config> settings) {
    return List.of(
        new ImagesBench(settings),
        new StoreBench(settings),
        new CollectBench(settings),
        new FilesBench(settings),
        new EventsBench(settings),
        new DocumentsBench(settings),
        new SearchBench(settings));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "what to measure is missing: " + String.join(", ", spec.subcommands().keySet()));
  }
}
