package io.sluice.server;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.util.ByteString;

/** Reads small bodies. */
public final class RequestBody {
  /** Never reached: the listener lets no body take its time, and would say so better. */
  private static final long FOR_EVER = Duration.ofHours(1).toMillis();

  private RequestBody() {}

  /**
   * All of a body; the listener's limit is the one that holds. Fails with what becomes a 413 or a
   * 408 if it is too large or too slow.
   */
  public static CompletionStage<ByteString> whole(HttpRequest request, ActorSystem<?> system) {
    return request
        .entity()
        .toStrict(FOR_EVER, Long.MAX_VALUE, system)
        .thenApply(HttpEntity.Strict::getData);
  }
}
