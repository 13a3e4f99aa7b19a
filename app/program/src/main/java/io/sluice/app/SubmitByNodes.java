package io.sluice.app;

import io.sluice.ledger.batch.BatchPhase;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the nodes that are at work on the database work on a batch, and follows if that is wanted.
 */
final class SubmitByNodes {
  private static final Logger LOG = LoggerFactory.getLogger(SubmitByNodes.class);
  private static final int FAILED = 1;

  private final LiveNodes nodes;
  private final GivenFiles files;
  private final PrintWriter terminal;
  private final BatchErrand errand;

  /**
   * @param terminal shows how far an upload is; null where there is none
   */
  SubmitByNodes(LiveNodes nodes, GivenFiles files, PrintWriter terminal, BatchErrand errand) {
    this.nodes = nodes;
    this.files = files;
    this.terminal = terminal;
    this.errand = errand;
  }

  /**
   * Gives the exit code.
   *
   * @param waits whether to follow the batch to its end
   * @throws IOException if no node takes it
   */
  int run(ProgressDisplay display, PrintWriter out, boolean waits, boolean json)
      throws IOException, InterruptedException {
    LOG.info("Nodes of this database are at work ({}): gives them the batch", nodes.labels());
    errand.check(nodes.database());
    long id = files.give(terminal);
    var batch = new FollowedBatch(nodes.database(), id);
    if (waits) {
      return follow(batch, display, out, json);
    }
    display.close();
    if (json) {
      report(batch).print(out, true);
    } else {
      out.println(batch.row().name());
    }
    return files.isWhole() ? 0 : FAILED;
  }

  private int follow(FollowedBatch batch, ProgressDisplay display, PrintWriter out, boolean json)
      throws IOException {
    var stop = new CompletableFuture<Void>();
    var interruption =
        Interruption.watch(
            "follows the batch no more",
            () -> {
              errand.stop();
              stop.complete(null);
            },
            () -> {});
    display.show(batch::line);
    var end =
        Background.run(
            "batch",
            () -> {
              batch.follow(false);
              if (batch.row().phase() == BatchPhase.COMPLETED) {
                errand.await(nodes.database(), batch.row(), display);
              }
            });
    try {
      CompletableFuture.anyOf(end, stop).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      batch.stop();
      errand.stop();
      display.close();
      interruption.close();
    }
    report(batch).print(out, json);
    if (interruption.exitCode().isPresent()) {
      files
          .complaints()
          .add(
              "the batch stays at work on the nodes; to see it: sluice batch watch "
                  + batch.row().name());
      return interruption.exitCode().getAsInt();
    }
    int code = errand.end(nodes.database(), batch.row(), out);
    return batch.isWhole() && files.isWhole() ? code : FAILED;
  }

  private BatchReport report(FollowedBatch batch) {
    return new BatchReport(batch.row(), files.notSent());
  }
}
