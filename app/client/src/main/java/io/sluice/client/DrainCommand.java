package io.sluice.client;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice drain NODE}: has a node hand its work over and end. */
@Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    description = {
      "Has a node store what is on its way, hand its channels to the others and end.",
      "Waits until it is gone, with exit code 0. Asks before it drains the last one.",
      "",
      "  sluice nodes",
      "  sluice drain 10.0.0.7:2551",
      ""
    },
    footer = {"", "Exit code: 0 it is gone, 1 it is not after a minute, 2 wrong usage."})
final class DrainCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "NODE", description = NamedNodes.NAMES)
  private String node;

  @Option(names = "--force", description = "Do not ask before the last node is drained.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    return new NodeEnd(options, NodeEnd.Way.DRAIN).of(node, force);
  }
}
