package io.sluice.http;

import io.sluice.http.Connection.Origin;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
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
 * One call with all its redirects: an address comes in, an {@link Answer} or an {@link HttpFailure}
 * goes out, and what was taken on the way is given back.
 */
final class Fetch {
  private final GuardedHttp http;
  private final Bounds bounds;
  private final TimeLimit time;
  private final CompletableFuture<Answer> result = new CompletableFuture<>();
  private volatile Optional<Connection> connection = Optional.empty();
  private volatile boolean answering;

  Fetch(GuardedHttp http, Bounds bounds) {
    this.http = http;
    this.bounds = bounds;
    time = new TimeLimit(http.system(), bounds.time(), this::timeIsUp);
  }

  CompletionStage<Answer> from(URI uri) {
    time.run();
    hop(uri, bounds.redirects())
        .whenComplete(
            (answer, problem) -> {
              if (problem == null) {
                succeed(answer);
              } else {
                fail(HttpFailure.of(problem, uri.getHost()));
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

  private CompletionStage<Answer> hop(URI uri, int redirectsLeft) {
    try {
      var destination = Destination.of(uri);
      return http.addresses(destination)
          .thenCompose(addresses -> send(destination, addresses))
          .thenCompose(response -> answered(destination, response, redirectsLeft));
    } catch (RefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Tries the addresses in their order until one can be reached. */
  private CompletionStage<HttpResponse> send(Destination to, List<InetAddress> addresses) {
    var used = http.connections().take(Origin.of(to, addresses.get(0)));
    use(used);
    var others = addresses.subList(1, addresses.size());
    return used.get(to.target())
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

  private CompletionStage<Answer> answered(
      Destination from, HttpResponse response, int redirectsLeft) {
    answering = true;
    var location = header(response, "location");
    var redirect = Redirect.isOne(response.status().intValue()) && location.isPresent();
    if (!redirect || bounds.redirects() == 0) {
      return read(from, response);
    }
    if (redirectsLeft == 0) {
      return CompletableFuture.failedFuture(
          new RefusedException(
              from.host() + " is refused: more than " + bounds.redirects() + " redirects"));
    }
    leave(response);
    try {
      return hop(Redirect.next(from.uri(), location.get()), redirectsLeft - 1);
    } catch (URISyntaxException e) {
      return CompletableFuture.failedFuture(
          new RefusedException(from.host() + " redirects to no address: " + e.getReason()));
    }
  }

  /** A redirect's body is not worth reading, unless it is here already. */
  private void leave(HttpResponse response) {
    if (response.entity().isStrict()) {
      release(response);
    } else {
      connection.ifPresent(Connection::cut);
    }
  }

  /** Keeps the connection for others if its server does. */
  private void release(HttpResponse response) {
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

  private CompletionStage<Answer> read(Destination from, HttpResponse response) {
    try {
      var body = new Body(response, from, bounds.maxBytes());
      var reserved = Math.min(body.estimate(), http.budget().totalBytes());
      // The wait for memory is this node's slowness, not the server's.
      time.pause();
      return http.budget()
          .acquire(reserved)
          .thenCompose(turn -> read(from, response, body, reserved));
    } catch (HttpFailure e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<Answer> read(
      Destination from, HttpResponse response, Body body, long reserved) {
    if (!isOver()) {
      time.run();
    }
    return body.read(SystemMaterializer.get(http.system()).materializer())
        .handle(
            (bytes, problem) -> {
              var held = problem == null ? Math.min(bytes.length, reserved) : 0;
              http.budget().release(reserved - held);
              if (problem != null) {
                throw new CompletionException(HttpFailure.of(problem, from.host()));
              }
              release(response);
              return new Answer(
                  from.uri(),
                  response.status().intValue(),
                  headers(response),
                  bytes,
                  () -> http.budget().release(held));
            });
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
