package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Has a node work on a batch of files that were sent to it: these go in, its answer comes out. */
final class Submitting {
  private static final String DIFFERS = "upload-differs";
  private static final String UNREADABLE = "source-not-readable";
  private static final String TAKEN = "upload-taken";

  /** How often it is sent anew, when the node has not what was sent. */
  private static final int MOST_TRIES = 3;

  private final ApiClient api;
  private final Submission submission;
  private final PrintWriter terminal;

  /**
   * @param terminal shows how far an upload is; null where there is none
   */
  Submitting(ApiClient api, Submission submission, PrintWriter terminal) {
    this.api = api;
    this.submission = submission;
    this.terminal = terminal;
  }

  JsonNode submit(Sending sending) throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      sending.send(api, terminal);
      try {
        return api.send("POST", "/api/batches", request(sending));
      } catch (ApiException e) {
        boolean again = e.is(DIFFERS) || e.is(UNREADABLE) || e.is(TAKEN);
        if (!again || tries == MOST_TRIES) {
          throw e;
        }
        sending.beginAgain();
      }
    }
  }

  private ObjectNode request(Sending sending) {
    var request = submission.json();
    var source = request.withObject("/source").put("files", sending.sent().inAll());
    source.remove(List.of("paths", "lists"));
    Submission.put(source, "paths", sending.paths());
    Submission.put(source, "lists", sending.lists());
    return request;
  }
}
