package io.sluice.app;

import io.sluice.client.Submission;
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
  private final Submission submission;
  private final Complaints complaints;

  SubmitByNodes(LiveNodes nodes, Submission submission, Complaints complaints) {
    this.nodes = nodes;
    this.submission = submission;
    this.complaints = complaints;
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
    long id = nodes.ask(node -> node.submit(submission), null);
    var batch = new FollowedBatch(nodes.database(), id);
    if (waits) {
      return follow(batch, display, out, json);
    }
    display.close();
    if (json) {
      new BatchReport(batch.row()).print(out, true);
    } else {
      out.println(batch.row().name());
    }
    return 0;
  }

  private int follow(FollowedBatch batch, ProgressDisplay display, PrintWriter out, boolean json) {
    var stop = new CompletableFuture<Void>();
    var interruption =
        Interruption.watch("follows the batch no more", () -> stop.complete(null), () -> {});
    display.show(batch::line);
    var end = Background.run("batch", () -> batch.follow(false));
    try {
      CompletableFuture.anyOf(end, stop).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      batch.stop();
      display.close();
      interruption.close();
    }
    new BatchReport(batch.row()).print(out, json);
    if (interruption.exitCode().isPresent()) {
      complaints.add(
          "the batch stays at work on the nodes; to see it: sluice batch watch "
              + batch.row().name());
      return interruption.exitCode().getAsInt();
    }
    return batch.isWhole() ? 0 : FAILED;
  }
}
