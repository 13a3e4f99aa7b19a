package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.batch.Batch;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.NewBatch;
import io.sluice.node.KnownSources;
import io.sluice.node.Node;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on a batch with a node of its own, which has the database to itself. */
final class SubmitHere {
  private static final Logger LOG = LoggerFactory.getLogger(SubmitHere.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int FAILED = 1;

  private final Config config;
  private final NewBatch wanted;

  SubmitHere(Config config, NewBatch wanted) {
    this.config = config;
    this.wanted = wanted;
  }

  /** Gives the exit code. */
  int run(ProgressDisplay display, PrintWriter out, boolean json) {
    try (var node = Node.alone(config, KnownSources.from(config))) {
      var row = batch(new Batches(node.database()));
      var batch = new FollowedBatch(node.database(), row.id());
      var begun = begin(node, row);
      // Not before it is at work: to have it go on would end the pause.
      var interruption =
          Interruption.watch(
              () -> begun.whenComplete((done, failure) -> ask(node, row, Batch.Pause::new)),
              node::abandon);
      display.show(batch::line);
      var end = Background.run("batch", () -> follow(begun, batch));
      try {
        CompletableFuture.anyOf(end, node.lost(), interruption.overdue()).join();
      } finally {
        batch.stop();
        display.close();
        interruption.close();
      }
      if (interruption.overdue().isDone()) {
        node.hurry();
      }
      new BatchReport(batch.row()).print(out, json);
      if (interruption.exitCode().isPresent()) {
        return interruption.exitCode().getAsInt();
      }
      return batch.isWhole() ? 0 : FAILED;
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

  private static CompletionStage<Batch.Update> begin(Node node, BatchRow row) {
    var upload = new Batch.Upload(row.name(), row.kind(), row.source());
    return ask(node, row, replyTo -> new Batch.Create(upload, replyTo))
        .thenCompose(created -> ask(node, row, Batch.Resume::new));
  }

  /** Its row tells of this only when the batch has answered: before, it speaks of what was. */
  private static void follow(CompletionStage<Batch.Update> begun, FollowedBatch batch)
      throws InterruptedException {
    begun.toCompletableFuture().join();
    batch.follow(true);
  }

  private static CompletionStage<Batch.Update> ask(
      Node node,
      BatchRow row,
      Function<ActorRef<StatusReply<Batch.Update>>, Batch.Command> request) {
    return node.batch(row.id())
        .<Batch.Update>askWithStatus(request::apply, PATIENCE)
        .whenComplete(
            (update, failure) -> {
              if (failure != null) {
                LOG.warn("{}: {}", row.name(), failure.getMessage());
              }
            });
  }
}
