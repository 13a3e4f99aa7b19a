package io.sluice.api;

import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * The body of a request that holds files: it is counted while it comes, and of one that is refused
 * the rest is read and thrown away before the answer, so that its sender sees why.
 */
record SentBody(HttpRequest request, long most, ActorSystem<?> system) {

  /**
   * Does something with the bytes as they come; fails, in the end, with what that fails with.
   *
   * @param work must take the bytes or cancel them
   */
  <T> CompletionStage<T> use(Function<Source<ByteString, NotUsed>, CompletionStage<T>> work) {
    var length = request.entity().getContentLengthOption();
    if (length.isPresent() && length.getAsLong() > most) {
      return refused(tooLarge(most));
    }
    var rest = new ReadOn();
    var count = new Count(most);
    var bytes = read(rest).map(count::more);
    return work.apply(bytes)
        .handle(
            (done, failure) -> failure == null ? done(done) : this.<T>after(bytes, rest, failure))
        .thenCompose(result -> result);
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }

  private <T> CompletionStage<T> after(
      Source<ByteString, NotUsed> bytes, ReadOn rest, Throwable failure) {
    if (!rest.isBegun()) {
      bytes.runWith(Sink.cancelled(), system);
    }
    return rest.over().thenCompose(over -> CompletableFuture.failedFuture(failure));
  }

  /** Whoever asks first whether it may send (Expect) sends nothing. */
  <T> CompletionStage<T> refused(RuntimeException problem) {
    if (request.getHeader("Expect").isPresent()) {
      request.entity().getDataBytes().runWith(Sink.cancelled(), system);
      return CompletableFuture.failedFuture(problem);
    }
    var rest = new ReadOn();
    return after(read(rest), rest, problem);
  }

  private Source<ByteString, NotUsed> read(ReadOn rest) {
    return request
        .entity()
        .withoutSizeLimit()
        .getDataBytes()
        .via(rest)
        .mapMaterializedValue(nothing -> NotUsed.getInstance());
  }

  static ProblemException tooLarge(long most) {
    return Problem.of(413, "too-large", "What is sent is larger than %d bytes".formatted(most))
        .remedy("Send less at once, or have MAX_UPLOAD_BYTES raised.")
        .thrown();
  }

  /** Counts what comes. */
  private static final class Count {
    private final long most;
    private long bytes;

    Count(long most) {
      this.most = most;
    }

    ByteString more(ByteString some) {
      bytes += some.size();
      if (bytes > most) {
        throw tooLarge(most);
      }
      return some;
    }
  }
}
