package io.sluice.server;

import io.sluice.persistence.DatabaseException;
import java.util.UUID;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a handler failed with into the answer. */
final class FailureAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(FailureAnswers.class);

  private FailureAnswers() {}

  static HttpResponse response(HttpRequest request, Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException expected) {
        return expected.problem().response();
      }
      if (cause instanceof EntityStreamSizeException size) {
        return tooLarge(size.limit()).response();
      }
      if (cause instanceof EntityStreamException broken) {
        return Problem.of(400, "broken-body", broken.info().summary()).response();
      }
      if (cause instanceof DatabaseException away && !away.isOurFault()) {
        LOG.warn("{} {}: {}", method(request), request.getUri().path(), cause.getMessage());
        return databaseAway();
      }
    }
    return internal(request, failure);
  }

  private static Problem tooLarge(long limit) {
    return Problem.of(
            413, "too-large", "The body of the request is larger than %d bytes.".formatted(limit))
        .remedy("Send it in smaller parts.");
  }

  private static HttpResponse databaseAway() {
    return Problem.of(503, "database-away", "The database cannot be reached, or refuses the work.")
        .remedy("Ask again in some seconds; the server's log says more.")
        .response();
  }

  private static HttpResponse internal(HttpRequest request, Throwable failure) {
    var id = UUID.randomUUID();
    LOG.error("{} {} failed ({})", method(request), request.getUri().path(), id, failure);
    return Problem.of(500, "internal", "This should not have happened; the log has it as " + id)
        .remedy("Please report it with the lines of the log.")
        .response();
  }

  private static String method(HttpRequest request) {
    return request.method().value();
  }
}
