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
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
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
  int run(PrintWriter out, boolean json) throws Exception {
    try (var node = Node.alone(config, KnownSources.from(config))) {
      var batches = new Batches(node.database());
      row = batches.create(wanted);
      var upload = new Batch.Upload(row.name(), row.kind(), row.source());
      ask(node, replyTo -> new Batch.Create(upload, replyTo));
      var interruption = Interruption.watch(() -> ask(node, Batch.Pause::new), node::abandon);
      var end = Background.run("batch", () -> follow(batches));
      try {
        CompletableFuture.anyOf(end, node.lost(), interruption.overdue()).join();
      } finally {
        interruption.close();
      }
      new BatchReport(row).print(out, json);
      if (interruption.exitCode().isPresent()) {
        return interruption.exitCode().getAsInt();
      }
      return row.phase() == BatchPhase.COMPLETED && row.counts().failed() + row.counts().dead() == 0
          ? 0
          : FAILED;
    }
  }

  private void ask(
      Node node, Function<ActorRef<StatusReply<Batch.Update>>, Batch.Command> request) {
    node.batch(row.id())
        .<Batch.Update>askWithStatus(request::apply, PATIENCE)
        .whenComplete(
            (update, failure) -> {
              if (failure != null) {
                LOG.warn("{}: {}", row.name(), failure.getMessage());
              }
            });
  }

  private void follow(Batches batches) throws InterruptedException {
    do {
      Thread.sleep(LOOK_MILLIS);
      try {
        row = batches.byId(row.id()).orElseThrow();
      } catch (DatabaseException e) {
        LOG.debug("cannot be looked at", e);
      }
    } while (!row.phase().isEnd() && row.phase() != BatchPhase.PAUSED);
  }
}
