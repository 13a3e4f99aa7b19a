package io.sluice.app;

import io.sluice.node.KnownSources;
import io.sluice.node.Node;
import io.sluice.node.NodeServers;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice node}: collects what it is told to by its API, until it is stopped. */
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice node [OPTION...]",
    description = {
      "Runs until stopped, and collects the channels that it is told to.",
      "It is told by sluice channel, or by its HTTP API. What was at work when it ended goes on",
      "when it starts. Nodes of one database find one another there, and share the work.",
      "",
      "  sluice node",
      "  sluice channel add @durov        # in another terminal",
      "  sluice status",
      ""
    },
    footer = {
      "",
      "Exit code: 0 drained, 1 failed, 2 wrong usage, 3 out of memory, 4 out of the cluster (start",
      "it again), 5 its embedded PostgreSQL has died for good (start it again), 130 or 143 stopped",
      "by Ctrl+C or SIGTERM. The first of these stores what is on its way, within ten seconds; the",
      "second stops at once."
    })
final class NodeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCommand.class);
  private static final int FAILED = 1;
  private static final int OUT_OF_CLUSTER = 4;
  private static final int SERVER_LOST = 5;

  @Spec private CommandSpec spec;

  @Option(
      names = "--restart",
      description =
          "Start the node again whenever it was killed, was out of memory, was out of the cluster,"
              + " lost its embedded PostgreSQL, or failed after it had run. The script sluice does"
              + " this, which stays its parent.")
  private boolean restart;

  @Override
  public Integer call() {
    if (restart) {
      // The script takes it out of what it hands on.
      throw new ParameterException(
          spec.commandLine(),
          "--restart is for the script: start the node with ./sluice node --restart");
    }
    var config = SettingFlags.load(spec).config();
    LogOutput.start(LogSettings.from(config), config, ProgressDisplay.none());
    var stop = new CompletableFuture<Void>();
    var running = new AtomicReference<Node>();
    var interruption = Interruption.watch(() -> stop.complete(null), () -> abandon(running.get()));
    interruption.overdue().thenRun(() -> endNow(running.get(), interruption));
    var opened = Node.open(config, KnownSources.from(config), Node.Company.CLUSTER, stop::isDone);
    if (opened.isEmpty()) {
      return interruption.exitCode().orElse(FAILED);
    }
    try (var node = opened.get()) {
      running.set(node);
      if (NodeServers.start(node, config).isPresent()) {
        CompletableFuture.anyOf(stop, node.lost(), node.terminated()).join();
      }
      return end(node, interruption);
    }
  }

  private static int end(Node node, Interruption interruption) {
    if (node.isServerLost() && interruption.exitCode().isEmpty()) {
      LOG.error("Nothing can be stored: {}: start this node again", node.lost().join());
      return SERVER_LOST;
    }
    if (node.lost().isDone() && !node.isServerLost()) {
      LOG.error("Out of the cluster: {}: start this node again", node.lost().join());
      return OUT_OF_CLUSTER;
    }
    if (interruption.exitCode().isEmpty()) {
      return endOfSystem(node.shutdownReason());
    }
    node.leave();
    return interruption.exitCode().getAsInt();
  }

  private static int endOfSystem(Optional<CoordinatedShutdown.Reason> reason) {
    if (reason.filter(CoordinatedShutdown.clusterLeavingReason()::equals).isPresent()) {
      LOG.info("Drained: this node has left the cluster, and its work is others'");
      return 0;
    }
    LOG.error(
        "Out of the cluster: its actor system has ended: {}: start this node again",
        reason.map(Object::toString).orElse("nobody knows why"));
    return OUT_OF_CLUSTER;
  }

  private static void abandon(Node node) {
    if (node != null) {
      node.abandon();
    }
  }

  /** What is left is not waited for: it is stored, or comes again. */
  private static void endNow(Node node, Interruption interruption) {
    LOG.warn("Not all of the node has ended in time: it ends now, and goes on at the next start");
    abandon(node);
    Runtime.getRuntime().halt(interruption.exitCode().orElse(FAILED));
  }
}
