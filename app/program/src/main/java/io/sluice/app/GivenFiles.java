package io.sluice.app;

import io.sluice.client.ApiException;
import io.sluice.client.Sending;
import io.sluice.client.SentFiles;
import io.sluice.client.Submission;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives nodes a batch of files: the wish for it goes in, its number comes out. What the nodes
 * cannot read where it lies is sent to them, and what could not be sent is told.
 */
final class GivenFiles {
  private static final Logger LOG = LoggerFactory.getLogger(GivenFiles.class);

  private final LiveNodes nodes;
  private final Submission submission;
  private final boolean sends;
  private final NamedSources named;
  private final Complaints complaints;
  private Sending sending;

  /**
   * @param sends whether to send what the nodes could read, too
   * @param named what it is made of
   */
  GivenFiles(
      LiveNodes nodes,
      Submission submission,
      boolean sends,
      NamedSources named,
      Complaints complaints) {
    this.nodes = nodes;
    this.submission = submission;
    this.sends = sends;
    this.named = named;
    this.complaints = complaints;
  }

  Complaints complaints() {
    return complaints;
  }

  /**
   * Gives the batch's number.
   *
   * @param terminal shows how far an upload is; null where there is none
   * @throws IOException if no node takes it
   */
  long give(PrintWriter terminal) throws IOException, InterruptedException {
    if (!sends || isElsewhere()) {
      try {
        return nodes.ask(node -> node.submit(submission), null);
      } catch (ApiException e) {
        if (!e.isUnreadableSource() || isElsewhere() || !areHere()) {
          throw e;
        }
      }
    }
    return send(terminal);
  }

  /** Whether there is nothing to be sent: all of it is in the web, or in S3. */
  private boolean isElsewhere() {
    return named.paths().isEmpty() && named.lists().isEmpty();
  }

  /** What is not may be a path of the nodes' machines. */
  private boolean areHere() {
    return Stream.concat(named.paths().stream(), named.lists().stream()).allMatch(Files::exists);
  }

  private long send(PrintWriter terminal) throws IOException, InterruptedException {
    LOG.info("Sends the files to the nodes; interrupted, the same command goes on with it");
    sending = new Sending(SourcesToSend.of(named.paths(), named.lists(), submission.followLinks()));
    long id = nodes.ask(node -> node.submit(submission, sending), terminal);
    LOG.info("{}", sending.sent().words());
    var notSent = sending.sent().notSent();
    if (!notSent.isEmpty()) {
      LOG.warn("Not sent: {}", SentFiles.words(notSent));
    }
    var lost = sending.sent().lost();
    if (!lost.isEmpty()) {
      complaints.add("not sent, and not in the batch: " + SentFiles.words(lost));
    }
    return id;
  }

  /** Whether the nodes have all that was to be sent. */
  boolean isWhole() {
    return sending == null || sending.sent().lost().isEmpty();
  }

  /** What was not sent, by reason. */
  Map<String, Long> notSent() {
    return sending == null ? Map.of() : sending.sent().notSent();
  }
}
