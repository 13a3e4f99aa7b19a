package io.sluice.server;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.model.headers.TimeoutAccess;
import org.apache.pekko.stream.javadsl.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a handler over HTTP or HTTPS, within limits and behind the guard. Every answer goes out
 * with the security headers, and every failure as a problem.
 */
public final class Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final HttpHeader LAST = Connection.create("close");

  private final ClientLimits limits;
  private final Handler handler;
  private final EndlessAnswers endless;
  private final CompletableFuture<Guard> guard = new CompletableFuture<>();
  private final Ending ending = new Ending();
  private URI uri;
  private Accepting accepting;

  private Listener(ClientLimits limits, Handler handler) {
    this.limits = limits;
    this.handler = handler;
    endless = new EndlessAnswers(limits.streams());
  }

  /**
   * Listens, and answers from now on.
   *
   * @param open paths that need no token
   * @throws ListenException if the address cannot be had
   */
  public static Listener bind(
      ActorSystem<?> system,
      ListenSettings settings,
      ClientLimits limits,
      Set<String> open,
      Handler handler) {
    var listener = new Listener(limits, handler);
    listener.bind(system, settings, open);
    return listener;
  }

  private void bind(ActorSystem<?> system, ListenSettings settings, Set<String> open) {
    try {
      accepting = new Accepting(system, settings, limits, connection());
    } catch (CompletionException e) {
      throw ListenException.of(settings, e);
    }
    var shown = settings.host().getHostAddress();
    uri =
        URI.create(
            "%s://%s:%d"
                .formatted(
                    settings.scheme(),
                    shown.contains(":") ? "[" + shown + "]" : shown,
                    address().getPort()));
    guard.complete(new Guard(settings, address().getPort(), open));
    if (!settings.host().isLoopbackAddress() && settings.tls().isEmpty()) {
      LOG.warn(
          "{} can be reached from other machines without encryption, token included: set"
              + " API_TLS_CERTIFICATE and API_TLS_KEY, or put a proxy with TLS before it",
          uri);
    }
  }

  private Flow<HttpRequest, HttpResponse, ?> connection() {
    return Flow.fromGraph(new HeaderTime(limits.header(), limits.idle(), ending))
        .mapAsync(1, this::answer);
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    request
        .getHeader(TimeoutAccess.class)
        .ifPresent(access -> access.timeoutAccess().updateHandler(late -> tooLate()));
    return guard
        .thenCompose(
            guarding ->
                guarding
                    .refusal(request)
                    .<CompletionStage<HttpResponse>>map(CompletableFuture::completedFuture)
                    .orElseGet(() -> handler.handle(paced(request))))
        .thenApply(Objects::requireNonNull)
        .thenApply(endless::admitted)
        .exceptionally(failure -> FailureAnswers.response(request, failure))
        .thenApply(SecurityHeaders::on)
        .thenApply(response -> ending.hasBegun() ? response.addHeader(LAST) : response);
  }

  private static HttpResponse tooLate() {
    return SecurityHeaders.on(
        Problem.of(503, "no-answer", "The answer takes too long.")
            .remedy("Look whether it was done all the same, and ask again later.")
            .response());
  }

  private HttpRequest paced(HttpRequest request) {
    RequestEntity entity = request.entity();
    if (entity.isStrict()) {
      return request;
    }
    // The entity around it has the limit, so that a route can lift it.
    var bytes =
        entity
            .withoutSizeLimit()
            .getDataBytes()
            .via(new BodyPace(limits.body(), limits.bodyRate()));
    var type = entity.getContentType();
    var length = entity.getContentLengthOption();
    RequestEntity paced =
        length.isPresent()
            ? HttpEntities.create(type, length.getAsLong(), bytes)
            : HttpEntities.createChunked(type, bytes);
    return request.withEntity((RequestEntity) paced.withSizeLimit(limits.content()));
  }

  /** Where it really listens. */
  public InetSocketAddress address() {
    return accepting.address();
  }

  /** How it is asked from this machine, such as {@code http://127.0.0.1:8080}. */
  public URI uri() {
    return uri;
  }

  /**
   * Takes no more connections and lets the requests under way finish; what is left after the time
   * is cut.
   */
  public CompletionStage<Void> stop(Duration time) {
    // First, so that whoever finds the port closed also finds the last answers named as such.
    ending.begin();
    return accepting
        .close()
        .thenCompose(closed -> accepting.await(time))
        .thenAccept(done -> LOG.debug("{} is closed", uri));
  }
}
