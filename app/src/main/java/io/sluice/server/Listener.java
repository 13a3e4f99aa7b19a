package io.sluice.server;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
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
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final Limits limits;
  private final Handler handler;
  private final EndlessAnswers endless;
  private final CompletableFuture<Guard> guard = new CompletableFuture<>();
  private URI uri;
  private ServerBinding binding;

  private Listener(Limits limits, Handler handler) {
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
      Limits limits,
      Set<String> open,
      Handler handler) {
    var listener = new Listener(limits, handler);
    listener.bind(system, settings, open);
    return listener;
  }

  private void bind(ActorSystem<?> system, ListenSettings settings, Set<String> open) {
    var server =
        Http.get(system)
            .newServerAt(settings.host().getHostAddress(), settings.port())
            .withSettings(Bounds.on(system, limits));
    var served =
        settings
            .tls()
            .map(tls -> server.enableHttps(ConnectionContext.httpsServer(() -> engine(tls))))
            .orElse(server);
    try {
      binding = served.bindFlow(connection()).toCompletableFuture().join();
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

  private static SSLEngine engine(SSLContext tls) {
    var engine = tls.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(PROTOCOLS);
    return engine;
  }

  private Flow<HttpRequest, HttpResponse, ?> connection() {
    return Flow.fromGraph(new HeaderTime(limits.header(), limits.idle())).mapAsync(1, this::answer);
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
        .exceptionally(failure -> Failures.response(request, failure))
        .thenApply(SecurityHeaders::on);
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
    return binding.localAddress();
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
    var some = time.compareTo(SHORTEST) < 0 ? SHORTEST : time;
    return binding.terminate(some).thenAccept(done -> LOG.debug("{} is closed", uri));
  }
}
