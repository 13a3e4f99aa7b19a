package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.batch.Batch;
import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.NewBatch;
import io.sluice.node.KnownSources;
import io.sluice.node.Node;
import io.sluice.persistence.DatabaseException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on a batch with a node of its own, which has the database to itself. */
final class SubmitHere {
  private static final Logger LOG = LoggerFactory.getLogger(SubmitHere.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 100;
  private static final int FAILED = 1;

  private final Config config;
  private final NewBatch wanted;
  private volatile BatchRow row;

  SubmitHere(Config config, NewBatch wanted) {
    this.config = config;
    this.wanted = wanted;
  }

  /** Gives the exit code. */
  int run(PrintWriter out, boolean json) {
    try (var node = Node.alone(config, KnownSources.from(config))) {
      var batches = new Batches(node.database());
      row = batch(batches);
      var interruption =
          Interruption.watch(
              () -> node.batch(row.id()).askWithStatus(Batch.Pause::new, PATIENCE), node::abandon);
      var end = Background.run("batch", () -> follow(node, batches));
      try {
        CompletableFuture.anyOf(end, node.lost(), interruption.overdue()).join();
      } finally {
        interruption.close();
      }
      new BatchReport(row).print(out, json);
      return interruption.exitCode().orElse(row.isAllStored() ? 0 : FAILED);
    }
  }

  /** What was interrupted goes on. */
  private BatchRow batch(Batches batches) {
    var before =
        wanted.name().isPresent()
            ? Optional.<BatchRow>empty()
            : batches.unfinished(wanted.kind(), wanted.source());
    before.ifPresent(batch -> LOG.info("{} goes on, which was interrupted", batch.name()));
    return before.orElseGet(() -> batches.create(wanted));
  }

  private void follow(Node node, Batches batches) throws InterruptedException {
    begin(node);
    do {
      Thread.sleep(LOOK_MILLIS);
      look(batches);
    } while (!row.phase().isEnd()
        && (row.phase() != BatchPhase.PAUSED || batches.isInFlight(row.id())));
  }

  /** Its row tells of this only when the batch has answered: before, it speaks of what was. */
  private void begin(Node node) {
    var upload = new Batch.Upload(row.name(), row.kind(), row.source());
    var batch = node.batch(row.id());
    batch
        .<Batch.Update>askWithStatus(replyTo -> new Batch.Create(upload, replyTo), PATIENCE)
        .thenCompose(created -> batch.<Batch.Update>askWithStatus(Batch.Resume::new, PATIENCE))
        .toCompletableFuture()
        .join();
  }

  private void look(Batches batches) {
    try {
      row = batches.byId(row.id()).orElseThrow();
    } catch (DatabaseException e) {
      LOG.debug("The batch cannot be looked at", e);
    }
  }
}
