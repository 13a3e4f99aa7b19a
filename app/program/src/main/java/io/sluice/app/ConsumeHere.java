package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.ledger.feed.NewFeed;
import io.sluice.node.KnownSources;
import io.sluice.node.Node;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;

/** Reads a feed with a node of its own, which has the database to itself. */
final class ConsumeHere {
  private static final int FAILED = 1;

  private ConsumeHere() {}

  /**
   * Gives the exit code.
   *
   * @param drains whether to end when all is read
   */
  static int run(
      Config config, NewFeed wanted, boolean drains, ProgressDisplay display, PrintWriter out) {
    try (var node = Node.alone(config, KnownSources.from(config))) {
      var feed = new FollowedFeed(node.database(), wanted, drains);
      var stop = new CompletableFuture<Void>();
      var interruption = Interruption.watch(() -> stop.complete(null), node::abandon);
      display.show(feed::line);
      try {
        node.work().readFeeds();
        var end = Background.run("feed", () -> feed.follow());
        CompletableFuture.anyOf(stop, end, node.lost()).join();
        feed.stop();
        node.work().leaveFeeds();
      } finally {
        display.close();
        interruption.close();
      }
      feed.print(out);
      return interruption.exitCode().orElse(node.lost().isDone() ? FAILED : 0);
    }
  }
}
