package io.sluice.file;

import io.sluice.blob.BlobStore;
import io.sluice.ledger.RunsOver;
import io.sluice.ledger.file.SweepRow;
import io.sluice.ledger.file.Sweeps;
import io.sluice.ledger.file.Sweeps.Found;
import io.sluice.ledger.file.Sweeps.Walk;
import io.sluice.metrics.SweepMetrics;
import io.sluice.persistence.Database;
import io.sluice.run.RunFailures;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part in the sweep of the store: takes on the one that is due or was asked for, and
 * does a step of it each time it is told to. For one thread at a time; blocks.
 */
final class SweepWalk {
  private static final Logger LOG = LoggerFactory.getLogger(SweepWalk.class);

  private final BlobStore blobs;
  private final Sweeps sweeps;
  private final RunsOver runs;
  private final FileSweep files;
  private final SweepSettings settings;
  private final SweepMetrics metrics;
  private Optional<Walk> walk = Optional.empty();

  /** What was said last to be in the way. */
  private String problem = "";

  SweepWalk(BlobStore blobs, Database database, SweepSettings settings, SweepMetrics metrics) {
    this.blobs = blobs;
    this.settings = settings;
    this.metrics = metrics;
    sweeps = new Sweeps(database);
    runs = new RunsOver(database);
    files = new FileSweep(blobs, database);
  }

  /** What comes after a step. */
  enum Next {
    /** Nothing is to be done. */
    WAIT,
    /** There is more, and nobody waits for it. */
    LATER,
    /** There is more, and somebody waits for it. */
    AT_ONCE
  }

  Next step() {
    if (walk.isEmpty()) {
      settings
          .interval()
          .ifPresent(interval -> sweeps.beginIfDue(interval, SweepSettings.LEAST_AGE));
      walk = sweeps.take();
    }
    if (walk.isEmpty()) {
      return Next.WAIT;
    }
    var now = walk.get();
    walk = Optional.empty();
    try {
      walk = walk(now);
      problem = "";
    } catch (RuntimeException e) {
      stumble(now, RunFailures.reason(RunFailures.root(e)));
    }
    return walk.map(next -> next.hurried() ? Next.AT_ONCE : Next.LATER).orElse(Next.WAIT);
  }

  private void stumble(Walk now, String reason) {
    if (!reason.equals(problem)) {
      LOG.warn("The sweep of the store does not go on, and is tried again: {}", reason);
      problem = reason;
    }
    sweeps.stumble(now, reason);
  }

  /** Gives what is to be done next; empty if this node has nothing more to do. */
  private Optional<Walk> walk(Walk now) {
    var others = othersThanThis();
    if (!others.isEmpty()) {
      return refuse(now, others);
    }
    int next = now.place() + 1;
    if (!swept(now, next)) {
      return Optional.empty();
    }
    if (next == SweepRow.PLACES) {
      sweeps.end(now, Optional.empty());
      tell();
      return Optional.empty();
    }
    return Optional.of(new Walk(now.epoch(), next, now.leastAge(), now.hurried()));
  }

  /** Whether it is still this node's. */
  private boolean swept(Walk now, int next) {
    var before = Instant.now().minus(now.leastAge());
    if (now.place() == 0) {
      int drafts = blobs.sweep(runs::among, before);
      if (!told(now, 0, new Found(0, 0, 0, drafts))) {
        return false;
      }
    }
    files.sweep(now.place(), before, found -> told(now, now.place(), found));
    return told(now, next, Found.NOTHING);
  }

  private boolean told(Walk now, int place, Found found) {
    metrics.removed(found.removed(), found.bytes(), found.drafts());
    return sweeps.advance(now, place, found);
  }

  private String othersThanThis() {
    var own = sweeps.ledger();
    return blobs.ledgers(own).stream()
        .filter(ledger -> !ledger.equals(own))
        .map(UUID::toString)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Their rows are not seen from here, so that all their files would go. */
  private Optional<Walk> refuse(Walk now, String others) {
    var reason =
        "%s keeps files of another database, which knows it as %s: if that is gone, remove files/.ledgers/%s"
            .formatted(blobs.name(), others, others.replaceFirst(",.*", ""));
    LOG.warn("The store is not swept: {}", reason);
    sweeps.end(now, Optional.of(reason));
    return Optional.empty();
  }

  private void tell() {
    var done = sweeps.now();
    LOG.info(
        "The store is swept: {} files looked at, {} removed of which no row tells ({} bytes), {} drafts of runs that are over",
        done.files(),
        done.removed(),
        done.bytes(),
        done.drafts());
  }
}
