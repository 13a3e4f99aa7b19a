package io.sluice.app;

import io.sluice.ledger.channel.Since;
import io.sluice.persistence.Database;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the nodes that are at work on the database collect, and follows what becomes of it in the
 * rows, which stay when a node goes.
 */
final class CollectByNodes {
  private static final Logger LOG = LoggerFactory.getLogger(CollectByNodes.class);
  private static final int FAILED = 1;

  private final LiveNodes nodes;
  private final CollectRequest request;
  private final Complaints complaints;
  private final Database database;

  CollectByNodes(LiveNodes nodes, CollectRequest request, Complaints complaints) {
    this.nodes = nodes;
    this.request = request;
    this.complaints = complaints;
    database = nodes.database();
  }

  /**
   * Gives the exit code.
   *
   * @param err shows how far an upload is
   * @throws IOException if no node takes anything from here
   */
  int run(ProgressDisplay display, PrintWriter out, PrintWriter err) throws IOException {
    LOG.info(
        "Nodes of this database are at work ({}): gives them the channels, and follows",
        nodes.labels());
    var since = Since.now(database);
    var terminal = display.isDrawn() ? err : null;
    var given = new GivenSources(nodes, request, complaints, since, terminal);
    var followed = new FollowedChannels(database, given.channels(), since, true);
    var stop = new CompletableFuture<Void>();
    var interruption =
        Interruption.watch("follows the channels no more", () -> stop.complete(null), () -> {});
    var work =
        Background.run(
            "nodes",
            () -> {
              given.give();
              display.show(followed::standings, List::of);
              followed.follow(channel -> {});
            });
    try {
      CompletableFuture.anyOf(work, stop).join();
    } catch (CompletionException e) {
      endedEarly(e.getCause(), followed);
    } finally {
      followed.stop();
      display.close();
      interruption.close();
    }
    var report = new Report(List.of());
    if (!followed.isEmpty()) {
      followed.count();
      report =
          Report.of(followed.standings(), channel -> ChannelCompleteness.count(database, channel));
      report.print(out, request.json());
    }
    if (interruption.exitCode().isPresent()) {
      complaints.add("the channels stay at work on the nodes; to see them: sluice channel watch");
      return interruption.exitCode().getAsInt();
    }
    return isComplete(followed) && !report.isAnythingPassedOver() ? 0 : FAILED;
  }

  /** What is at work already is worth a report. */
  private void endedEarly(Throwable cause, FollowedChannels followed) throws IOException {
    if (cause instanceof IOException e) {
      if (followed.isEmpty()) {
        throw e;
      }
      complaints.add(e.getMessage());
    } else if (cause instanceof RuntimeException e) {
      throw e;
    } else {
      throw new IllegalStateException(cause);
    }
  }

  private boolean isComplete(FollowedChannels followed) {
    var standings = followed.standings();
    return !standings.isEmpty()
        && standings.stream().allMatch(Standing::isComplete)
        && !complaints.any();
  }
}
