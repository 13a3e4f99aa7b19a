package io.sluice.server;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.util.ByteString;

/** Reads small bodies. */
public final class RequestBody {
  private RequestBody() {}

  /**
   * Does something with all of a body, whose memory counts until that is done. The listener's limit
   * is the one that holds. Fails with what becomes a 413, a 408 or a 503 if it is too large, too
   * slow or one too many.
   */
  public static <T> CompletionStage<T> whole(
      HttpRequest request, ActorSystem<?> system, Function<byte[], CompletionStage<T>> work) {
    return whole(request, system, HeldBodies.of(system), work);
  }

  /**
   * Does the same with a body for which another limit holds than the listener's.
   *
   * @param most bytes that it may have
   */
  public static <T> CompletionStage<T> whole(
      HttpRequest request,
      long most,
      ActorSystem<?> system,
      Function<byte[], CompletionStage<T>> work) {
    RequestEntity entity = request.entity();
    var limited = request.withEntity((RequestEntity) entity.withSizeLimit(most));
    return whole(limited, system, work);
  }

  static <T> CompletionStage<T> whole(
      HttpRequest request,
      ActorSystem<?> system,
      HeldBodies bodies,
      Function<byte[], CompletionStage<T>> work) {
    var body = bodies.begin();
    return request
        .entity()
        .getDataBytes()
        .via(body.counting())
        // Copied: a body that comes byte by byte would take fifty times its size in pieces.
        .runFold(new ByteArrayOutputStream(), RequestBody::and, system)
        .thenCompose(
            bytes -> {
              body.isWhole();
              return work.apply(bytes.toByteArray());
            })
        .whenComplete((done, failure) -> body.release());
  }

  private static ByteArrayOutputStream and(ByteArrayOutputStream before, ByteString more) {
    before.writeBytes(more.toArray());
    return before;
  }
}
