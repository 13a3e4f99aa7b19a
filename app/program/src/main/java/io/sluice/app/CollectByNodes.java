package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.ChannelRow;
import io.sluice.ledger.channel.Since;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the nodes that are at work on the database collect, and follows what becomes of it in the
 * rows, which stay when a node goes.
 */
final class CollectByNodes {
  private static final Logger LOG = LoggerFactory.getLogger(CollectByNodes.class);
  private static final int FAILED = 1;
  private static final long LOOK_MILLIS = 250;

  private final LiveNodes nodes;
  private final Config config;
  private final CollectRequest request;
  private final Complaints complaints;
  private final Database database;
  private final ChannelList rows;
  private boolean databaseAway;

  /** What may wait for a node, or for the database. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  CollectByNodes(LiveNodes nodes, Config config, CollectRequest request, Complaints complaints) {
    this.nodes = nodes;
    this.config = config;
    this.request = request;
    this.complaints = complaints;
    database = nodes.database();
    rows = new ChannelList(database);
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
    var given = new GivenSources(nodes, config, request, complaints, since, terminal);
    var stop = new CompletableFuture<Void>();
    var interruption =
        Interruption.watch("follows the channels no more", () -> stop.complete(null), () -> {});
    var work =
        inBackground(
            () -> {
              given.give();
              display.show(() -> standings(given), List::of);
              follow(given.channels());
            });
    try {
      CompletableFuture.anyOf(work, stop).join();
    } catch (CompletionException e) {
      endedEarly(e.getCause(), given);
    } finally {
      display.close();
      interruption.close();
    }
    var report = new Report(List.of());
    if (!given.channels().isEmpty()) {
      count(given.channels(), since);
      report =
          Report.ofNodes(standings(given), channel -> ChannelCompleteness.count(database, channel));
      report.print(out, request.json());
    }
    if (interruption.exitCode().isPresent()) {
      complaints.add("the channels stay at work on the nodes; to see them: sluice channel watch");
      return interruption.exitCode().getAsInt();
    }
    return isComplete(given) && !report.isAnythingPassedOver() ? 0 : FAILED;
  }

  private static CompletableFuture<Void> inBackground(Work work) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            work.run();
          } catch (IOException e) {
            throw new CompletionException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        task -> {
          var thread = new Thread(task, "nodes");
          thread.setDaemon(true);
          thread.start();
        });
  }

  /** What is at work already is worth a report. */
  private void endedEarly(Throwable cause, GivenSources given) throws IOException {
    if (cause instanceof IOException e) {
      if (given.channels().isEmpty()) {
        throw e;
      }
      complaints.add(e.getMessage());
    } else if (cause instanceof RuntimeException e) {
      throw e;
    } else {
      throw new IllegalStateException(cause);
    }
  }

  private boolean isComplete(GivenSources given) {
    var standings = standings(given);
    return !standings.isEmpty()
        && standings.stream().allMatch(Standing::isComplete)
        && !complaints.any();
  }

  private static List<Standing> standings(GivenSources given) {
    return given.channels().stream().map(FollowedChannel::standing).toList();
  }

  private void follow(Collection<FollowedChannel> channels) throws InterruptedException {
    while (!channels.stream().allMatch(FollowedChannel::isDone)) {
      try {
        look(channels);
        databaseAway = false;
      } catch (DatabaseException e) {
        waitFor(e);
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void waitFor(DatabaseException e) {
    if (!e.isOutage()) {
      throw e;
    }
    if (!databaseAway) {
      LOG.warn("Waits: {}", e.getMessage());
    }
    databaseAway = true;
  }

  private void look(Collection<FollowedChannel> channels) {
    var open = channels.stream().filter(channel -> !channel.isDone()).toList();
    var now =
        rows.byIds(open.stream().map(FollowedChannel::id).toList()).stream()
            .collect(Collectors.toMap(ChannelRow::id, Function.identity()));
    for (var channel : open) {
      var row = now.get(channel.id());
      if (row == null) {
        channel.takeGone();
      } else if (channel.take(row)) {
        LOG.info("{}: {}", row.name(), row.state());
      }
    }
  }

  /** The last look, with what only the rows of messages and photos tell. */
  private void count(Collection<FollowedChannel> channels, Since since) {
    try {
      look(channels);
      channels.forEach(channel -> channel.wrote(since.written(channel.id())));
    } catch (DatabaseException e) {
      LOG.warn("What is stored cannot be counted: {}", e.getMessage());
    }
  }
}
