package io.sluice.http;

import io.sluice.http.Connection.Peer;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpProtocols;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.SystemMaterializer;

/**
 * One request: it comes in, an {@link Answer} or an {@link HttpFailure} goes out, and what was
 * taken on the way is given back.
 */
final class Fetch {
  private final GuardedHttp http;
  private final Request request;
  private final Bounds bounds;
  private final TimeLimit time;
  private final ByteBudget.Share share;
  private final CompletableFuture<Answer> result = new CompletableFuture<>();
  private volatile Optional<Connection> connection = Optional.empty();
  private volatile boolean answering;

  Fetch(GuardedHttp http, Request request, Bounds bounds) {
    this.http = http;
    this.request = request;
    this.bounds = bounds;
    time = new TimeLimit(http.system(), bounds.time(), this::timeIsUp);
    share = http.budget().share();
  }

  CompletionStage<Answer> answer() {
    ask()
        .whenComplete(
            (answer, problem) -> {
              if (problem == null) {
                succeed(answer);
              } else {
                fail(HttpFailure.of(problem, request.uri().getHost()));
              }
            });
    return result.minimalCompletionStage();
  }

  private void succeed(Answer answer) {
    time.pause();
    if (!result.complete(answer)) {
      answer.close();
    }
  }

  private void timeIsUp() {
    var seconds = bounds.time().toMillis() / 1000.0;
    var where = connection.map(open -> open + ": ").orElse("");
    fail(new TooSlowException(where + "the answer was not complete within " + seconds + " s"));
  }

  private void fail(HttpFailure failure) {
    time.pause();
    failure.setAnswering(answering || failure.isAnswering());
    if (result.completeExceptionally(failure)) {
      connection.ifPresent(Connection::cut);
    }
  }

  private CompletionStage<Answer> ask() {
    try {
      var destination = Destination.of(request.uri());
      return http.addresses(destination)
          .thenCompose(addresses -> send(destination, addresses))
          .thenCompose(response -> read(destination, response));
    } catch (RefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Tries the addresses in their order until one can be reached. */
  private CompletionStage<HttpResponse> send(Destination to, List<InetAddress> addresses) {
    var used = http.connections().take(Peer.of(to, addresses.get(0)));
    use(used);
    // Not before: that the resolver is slow, or this machine, is not the server's doing.
    time.run();
    var others = addresses.subList(1, addresses.size());
    return used.send(request, to.target())
        .exceptionallyCompose(
            problem -> {
              var failure = HttpFailure.of(problem, to.host());
              return failure instanceof UnreachableException && !others.isEmpty() && !isOver()
                  ? send(to, others)
                  : CompletableFuture.failedFuture(failure);
            });
  }

  private boolean isOver() {
    return result.isDone();
  }

  private void use(Connection next) {
    connection = Optional.of(next);
    // The time may have been up before there was anything to cut.
    if (isOver()) {
      next.cut();
    }
  }

  private CompletionStage<Answer> read(Destination from, HttpResponse response) {
    answering = true;
    try {
      return new Body(response, from, bounds.maxBytes(), new Memory())
          .read(SystemMaterializer.get(http.system()).materializer())
          .handle(
              (bytes, problem) -> {
                if (problem != null) {
                  share.close();
                  throw new CompletionException(HttpFailure.of(problem, from.host()));
                }
                keepConnection(response);
                var status = response.status().intValue();
                return new Answer(from.uri(), status, headers(response), bytes, share::close);
              });
    } catch (HttpFailure e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** What is taken of the node's; the wait for it is this node's slowness, not the server's. */
  private final class Memory implements Body.Memory {
    @Override
    public long totalBytes() {
      return http.budget().totalBytes();
    }

    @Override
    public CompletionStage<Void> more(long bytes) {
      time.pause();
      return share
          .more(bytes)
          .thenRun(
              () -> {
                if (!isOver()) {
                  time.run();
                }
              });
    }

    @Override
    public void reduceTo(long bytes) {
      share.reduceTo(bytes);
    }
  }

  /** For others, if its server keeps it. */
  private void keepConnection(HttpResponse response) {
    var closes =
        response.protocol().equals(HttpProtocols.HTTP_1_0)
            || response.entity().isCloseDelimited()
            || header(response, "connection").filter("close"::equalsIgnoreCase).isPresent();
    if (!closes) {
      var done = connection;
      connection = Optional.empty();
      done.ifPresent(http.connections()::giveBack);
    }
  }

  private static Optional<String> header(HttpResponse response, String name) {
    return response.getHeader(name).map(header -> header.value());
  }

  private static Map<String, String> headers(HttpResponse response) {
    var headers = new HashMap<String, String>();
    response.getHeaders().forEach(one -> headers.putIfAbsent(one.lowercaseName(), one.value()));
    headers.putIfAbsent("content-type", response.entity().getContentType().toString());
    response
        .entity()
        .getContentLengthOption()
        .ifPresent(length -> headers.putIfAbsent("content-length", Long.toString(length)));
    return headers;
  }
}
