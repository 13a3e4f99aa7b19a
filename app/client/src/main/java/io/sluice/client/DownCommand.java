package io.sluice.client;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice down NODE}: takes a node out of the cluster without its doing. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = {
      "Takes a node out that is not heard of, at once: its channels are the others'.",
      "If it still lives it finds out and ends, with exit code 4. Asks before it takes out one that"
          + " is heard of.",
      "",
      "  sluice nodes",
      "  sluice down 10.0.0.7:2551",
      ""
    },
    footer = {"", "Exit code: 0 it is out, 1 it is not after a minute, 2 wrong usage."})
final class DownCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "NODE", description = NamedNodes.NAMES)
  private String node;

  @Option(
      names = "--force",
      description = "Do not ask before a node is taken out that is heard of.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    return new NodeEnd(options, NodeEnd.Way.DOWN).of(node, force);
  }
}
