package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.NodeView;
import io.sluice.view.NodesView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice nodes}: a line for each node of the cluster. */
@Command(
    name = "nodes",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the nodes of the cluster, the oldest first; * marks the one that answers.",
      "",
      "  sluice nodes",
      "  sluice nodes --ended",
      ""
    },
    footer = {"", "Exit code: 0 a node answered, 1 none did, 2 wrong usage."})
final class NodesCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Option(
      names = "--ended",
      description = "Also those that left or were taken out within the last hour, and why.")
  private boolean ended;

  @Override
  public Integer call() throws IOException {
    var answer = options.connect().get("/api/nodes" + (ended ? "?ended=true" : ""));
    var nodes = NodeJson.read(answer, NodesView.class);
    if (options.json()) {
      try (var array = new JsonArray(options.out())) {
        answer.get("nodes").forEach(array::add);
      }
    } else {
      print(nodes);
    }
    options.out().flush();
    return 0;
  }

  private void print(NodesView nodes) {
    var table =
        new Table(
            4,
            "node",
            "state",
            "roles",
            "version",
            "up",
            "shards",
            "running",
            "waiting",
            "chunks",
            "images/s",
            "messages/s",
            "heap");
    var reasons = new ArrayList<String>();
    for (var node : nodes.nodes()) {
      table.row(
          NamedNodes.label(node) + (node.self() ? " *" : ""),
          state(node),
          String.join(",", node.roles()),
          node.version(),
          Figures.time(node.uptimeSeconds()),
          node.shards() == null ? "" : Figures.count(node.shards()),
          Figures.count(node.running()),
          Figures.count(node.waiting()),
          Figures.count(node.runningChunks()),
          Figures.rate(node.imagesPerSecond()),
          Figures.rate(node.messagesPerSecond()),
          "%s of %s MiB"
              .formatted(
                  Figures.mebibytes(node.heapBytes()), Figures.mebibytes(node.heapMaxBytes())));
      if (node.state().equals("down")) {
        reasons.add(NamedNodes.label(node) + ": " + Printable.text(node.reason()));
      }
    }
    table.lines().forEach(options.out()::println);
    reasons.forEach(options.out()::println);
  }

  private static String state(NodeView node) {
    return Boolean.FALSE.equals(node.reachable()) ? node.state() + ", not heard of" : node.state();
  }
}
