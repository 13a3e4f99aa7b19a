package io.sluice.api;

import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import java.util.concurrent.CompletionException;
import org.apache.pekko.pattern.StatusReply;

/** Why an actor did not do what it was asked, as a problem. */
final class Refusals {
  private Refusals() {}

  /**
   * @param who was asked, such as {@code channel}
   */
  static ProblemException problem(String who, Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof StatusReply.ErrorMessage refused) {
      return Problem.of(409, "refused", "The %s refuses: %s.".formatted(who, refused.getMessage()))
          .remedy("Look at its state, and ask again later.")
          .thrown();
    }
    return Problem.of(503, "no-answer", "The %s gave no answer in time.".formatted(who))
        .remedy(
            "Ask again in some seconds; if that does not help, look at the log and the database.")
        .thrown();
  }
}
