package io.sluice.app;

import io.sluice.ledger.feed.FeedPhase;
import io.sluice.ledger.feed.FeedRow;
import io.sluice.ledger.feed.Feeds;
import io.sluice.ledger.feed.NewFeed;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseException;
import io.sluice.terminal.Printable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The feed of a {@code consume}, whichever process reads it: looks at its row until it is gone. */
final class FollowedFeed {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedFeed.class);
  private static final long LOOK_MILLIS = 200;

  private final Feeds feeds;
  private final boolean drains;
  private final Instant began;
  private volatile FeedRow row;
  private volatile boolean stopped;

  /**
   * It is read from now on, wherever that is.
   *
   * @param drains whether it is followed no longer than until all is read
   */
  FollowedFeed(Database database, NewFeed wanted, boolean drains) {
    this.drains = drains;
    began = database.now();
    feeds = new Feeds(database);
    var taken = feeds.take(wanted);
    feeds.set(taken.row().id(), FeedPhase.RUNNING);
    row = taken.row();
    if (!taken.isNew()) {
      LOG.info("{}: goes on, {} entries were stored before", row.name(), row.counts().stored());
    }
  }

  /** A line for people. */
  String line() {
    var now = row;
    var standing = now.standing();
    return "%s %s: %d stored, %d duplicates, %d dead, %.0f/s%s"
        .formatted(
            Printable.text(now.name()),
            now.phase().column(),
            now.counts().stored(),
            now.counts().duplicates(),
            now.counts().dead(),
            now.perSecond(),
            standing == null || standing.lag() == null
                ? ""
                : ", %d wait, %d pending".formatted(standing.lag(), standing.pending()));
  }

  /** Returns when it is paused or removed, or nobody waits any more. */
  void follow() throws InterruptedException {
    var told = row.lastErrorAt();
    while (!stopped) {
      Thread.sleep(LOOK_MILLIS);
      try {
        var now = feeds.byId(row.id());
        if (now.isEmpty()) {
          LOG.warn("{} was removed meanwhile", row.name());
          return;
        }
        row = now.get();
        if (row.phase() == FeedPhase.PAUSED) {
          LOG.warn("{} was paused meanwhile", row.name());
          return;
        }
        if (drains && isDrained()) {
          return;
        }
        if (row.lastErrorAt() != null && !row.lastErrorAt().equals(told)) {
          told = row.lastErrorAt();
          LOG.warn("{}: {}", row.name(), row.lastError());
        }
      } catch (DatabaseException e) {
        if (!e.isOutage()) {
          throw e;
        }
        LOG.debug("The feed cannot be looked at", e);
      }
    }
  }

  /** As its server told since this began. */
  private boolean isDrained() {
    var standing = row.standing();
    return standing != null
        && standing.askedAt().isAfter(began)
        && standing.pending() == 0
        && standing.lag() != null
        && standing.lag() == 0;
  }

  void stop() {
    stopped = true;
  }

  /** How it stood at last. */
  void print(PrintWriter out) {
    row = feeds.byId(row.id()).orElse(row);
    out.println(line());
    out.flush();
  }

  /** Shows how nodes read it until it is stopped, which stops nothing there; the exit code. */
  int byNodes(ProgressDisplay display, PrintWriter out) {
    var stop = new CompletableFuture<Void>();
    var interruption =
        Interruption.watch("follows the feed no more", () -> stop.complete(null), () -> {});
    display.show(this::line);
    var end = Background.run("feed", this::follow);
    try {
      CompletableFuture.anyOf(end, stop).join();
    } finally {
      stop();
      display.close();
      interruption.close();
    }
    print(out);
    return interruption.exitCode().orElse(0);
  }
}
