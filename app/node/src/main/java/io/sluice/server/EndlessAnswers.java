package io.sluice.server;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;

/**
 * Answers that go on until somebody ends them, such as events. Each keeps its connection, so they
 * have a limit of their own, and leave connections to other requests.
 */
final class EndlessAnswers {
  private static final String EVENTS = MediaTypes.TEXT_EVENT_STREAM.toString();

  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  EndlessAnswers(int most) {
    this.most = most;
  }

  /** The answer, or a problem in its place if it is one too many. */
  HttpResponse admitted(HttpResponse answer) {
    var entity = answer.entity();
    if (!entity.getContentType().mediaType().toString().equals(EVENTS)) {
      return answer;
    }
    var counting = Flow.fromMaterializer((materializer, attributes) -> counted());
    return open.get() < most
        ? answer.withEntity(
            HttpEntities.createChunked(
                entity.getContentType(), entity.getDataBytes().via(counting)))
        : refused();
  }

  /** Counts what is really sent: an answer whose client has gone is never begun. */
  private Flow<ByteString, ByteString, NotUsed> counted() {
    // Many that were admitted at once may be too many.
    boolean fits = open.incrementAndGet() <= most;
    return Flow.<ByteString>create()
        .take(fits ? Long.MAX_VALUE : 0)
        .watchTermination(
            (unused, done) -> {
              done.whenComplete((ended, failure) -> open.decrementAndGet());
              return unused;
            });
  }

  private HttpResponse refused() {
    return Problem.of(503, "too-many-listeners", "%d listen already.".formatted(most))
        .remedy("End one that nobody needs, or ask for what you need now and then.")
        .response()
        // Or those who are refused would take the connections.
        .addHeader(Connection.create("close"));
  }
}
