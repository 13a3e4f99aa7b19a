package io.sluice.api;

import io.sluice.ledger.batch.BatchList;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.persistence.DatabaseException;
import io.sluice.view.BatchRateView;
import java.time.Duration;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContext;

/**
 * How fast batches are worked on, by all nodes: looks each second at the rows of those at work;
 * items and bytes a second come out. Thread-safe.
 */
final class BatchRates {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRates.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final BatchList batches;
  private final Speeds speeds = new Speeds();
  private final Cancellable clock;

  BatchRates(ActorSystem<?> system, BatchList batches, ExecutionContext blocking) {
    this.batches = batches;
    clock = system.scheduler().scheduleWithFixedDelay(Duration.ZERO, EVERY, this::look, blocking);
  }

  private void look() {
    try {
      var atWork = batches.atWork().stream().map(BatchRates::shows).toList();
      speeds.look(atWork, System.nanoTime());
    } catch (DatabaseException e) {
      LOG.debug("The rates of batches stand still", e);
    }
  }

  private static Speeds.Shows shows(BatchRow row) {
    return new Speeds.Shows(row.id(), row.counts().ended(), row.counts().bytes());
  }

  /** Nothing where the batch is not at work. */
  BatchRateView of(BatchRow row) {
    if (!row.phase().isAtWork()) {
      return BatchRateView.NONE;
    }
    var speed = speeds.of(row.id(), System.nanoTime());
    return new BatchRateView(speed.one(), speed.other());
  }

  void stop() {
    clock.cancel();
  }
}
