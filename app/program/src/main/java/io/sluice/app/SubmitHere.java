package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.batch.Batch;
import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.NewBatch;
import io.sluice.ledger.message.TasksLeft;
import io.sluice.node.KnownSources;
import io.sluice.node.Node;
import io.sluice.run.RunFailures;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on a batch with a node of its own, which has the database to itself. */
final class SubmitHere {
  private static final Logger LOG = LoggerFactory.getLogger(SubmitHere.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TIMES = 6;
  private static final int FAILED = 1;

  private final Config config;
  private final NewBatch wanted;
  private final Tidying tidying;
  private final BatchErrand errand;
  private volatile CompletionStage<?> pause = CompletableFuture.completedFuture(null);

  /**
   * @param tidying of what batches leave that are over
   */
  SubmitHere(Config config, NewBatch wanted, Tidying tidying, BatchErrand errand) {
    this.config = config;
    this.wanted = wanted;
    this.tidying = tidying;
    this.errand = errand;
  }

  /** What is done when the batch is over, or was interrupted. */
  interface Tidying {
    void of(Batches batches) throws IOException;
  }

  /** Gives the exit code. */
  int run(ProgressDisplay display, PrintWriter out, boolean json) throws IOException {
    try (var node = Node.alone(config, KnownSources.from(config))) {
      errand.check(node.database());
      var row = batch(new Batches(node.database()));
      var batch = new FollowedBatch(node.database(), row.id());
      var begun = begin(node, row);
      // Not before it is at work: to have it go on would end the pause.
      var interruption =
          Interruption.watch(
              () -> {
                // Off the thread of the signal, which the next one waits for.
                pause =
                    begun
                        .handle((done, failure) -> null)
                        .thenComposeAsync(any -> pause(node, batch))
                        .handle((done, failure) -> null);
                errand.stop();
              },
              node::abandon);
      display.show(batch::line);
      var end = Background.run("batch", () -> follow(node, begun, batch, display));
      try {
        CompletableFuture.anyOf(end, node.lost(), interruption.overdue()).join();
      } finally {
        batch.stop();
        errand.stop();
        display.close();
        interruption.close();
      }
      if (interruption.overdue().isDone()) {
        node.hurry();
      }
      new BatchReport(batch.row()).print(out, json);
      tidying.of(new Batches(node.database()));
      if (interruption.exitCode().isPresent()) {
        return interruption.exitCode().getAsInt();
      }
      int code = errand.end(node.database(), batch.row(), out);
      return batch.isWhole() ? code : FAILED;
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
  private void follow(
      Node node, CompletionStage<Batch.Update> begun, FollowedBatch batch, ProgressDisplay display)
      throws InterruptedException {
    begun.toCompletableFuture().join();
    batch.follow(true);
    if (batch.row().phase() == BatchPhase.COMPLETED) {
      errand.await(node.database(), batch.row(), display);
      pause.toCompletableFuture().join();
    }
  }

  /** So that it goes on when it is submitted again. One of which nothing is left stays complete. */
  private static CompletionStage<?> pause(Node node, FollowedBatch batch) {
    var row = batch.row();
    boolean isOver =
        row.phase() == BatchPhase.COMPLETED && !new TasksLeft(node.database()).areLeft(row.id());
    return isOver
        ? CompletableFuture.completedFuture(row)
        : ask(node, row, Batch.Pause::new).handle((update, failure) -> update);
  }

  private static CompletionStage<Batch.Update> ask(
      Node node,
      BatchRow row,
      Function<ActorRef<StatusReply<Batch.Update>>, Batch.Command> request) {
    return ask(node, row, request, TIMES)
        .whenComplete(
            (update, failure) -> {
              if (failure != null) {
                LOG.warn("{}: {}", row.name(), failure.getMessage());
              }
            });
  }

  /** A busy machine may take its time, and what is asked may be asked twice. */
  private static CompletionStage<Batch.Update> ask(
      Node node,
      BatchRow row,
      Function<ActorRef<StatusReply<Batch.Update>>, Batch.Command> request,
      int times) {
    return node.batch(row.id())
        .<Batch.Update>askWithStatus(request::apply, PATIENCE)
        .exceptionallyCompose(
            failure -> {
              if (times == 1 || !(RunFailures.root(failure) instanceof TimeoutException)) {
                return CompletableFuture.failedFuture(failure);
              }
              LOG.info("{}: does not answer yet, and is asked again", row.name());
              return ask(node, row, request, times - 1);
            });
  }
}
