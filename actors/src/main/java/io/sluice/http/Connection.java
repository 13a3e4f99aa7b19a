package io.sluice.http;

import io.sluice.wire.MessageCut;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.ClientTransport;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.OutgoingConnection;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Host;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * One connection to one checked address, for one request at a time. Cutting it ends its socket and
 * whatever is being read from it at once.
 */
final class Connection {

  /** Whom a connection can be used for again: name and certificate count, not the address alone. */
  record Peer(boolean secure, String host, int port, InetAddress address) {
    static Peer of(Destination destination, InetAddress address) {
      return new Peer(destination.secure(), destination.host(), destination.port(), address);
    }
  }

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private static final Map<String, String> USUAL =
      Map.of("Accept", "*/*", "Accept-Encoding", "gzip", "Accept-Language", "en");

  /** What fails in here is told to who asked. */
  private static final Attributes QUIET =
      Attributes.createLogLevels(
          Attributes.logLevelOff(), Attributes.logLevelOff(), Attributes.logLevelOff());

  private final Peer peer;
  private final Executor executor;
  private final SharedKillSwitch cut = KillSwitches.shared("guarded-http");
  private final BoundedSourceQueue<HttpRequest> requests;
  private final CompletionStage<OutgoingConnection> connected;
  private final CompletableFuture<Done> ended;

  /** The request that has no answer yet; null if there is none. */
  private final AtomicReference<CompletableFuture<HttpResponse>> asked = new AtomicReference<>();

  Connection(Peer peer, ClientConnectionSettings settings, ActorSystem system) {
    this.peer = peer;
    executor = system.dispatcher();
    var opened =
        Source.<HttpRequest>queue(1)
            .viaMat(connected(settings, system), Keep.both())
            // A queue would wait for somebody to fetch its end, and its actors with it.
            .toMat(Sink.foreach(this::answered), Keep.both())
            .addAttributes(QUIET)
            .run(system);
    requests = opened.first().first();
    connected = opened.first().second();
    ended = opened.second().toCompletableFuture();
    ended.whenComplete((done, failure) -> unanswered());
  }

  private Flow<HttpRequest, HttpResponse, CompletionStage<OutgoingConnection>> connected(
      ClientConnectionSettings settings, ActorSystem system) {
    return socket(settings, system)
        .joinMat(layers(peer, settings, system).reversed(), Keep.left())
        .addAttributes(cancelledLate(settings));
  }

  /**
   * All that lies between requests and the bytes of a connection. Pekko's own way to connect has no
   * place for what has to stand before its parser.
   */
  static BidiFlow<HttpRequest, ByteString, ByteString, HttpResponse, NotUsed> layers(
      Peer peer, ClientConnectionSettings settings, ActorSystem system) {
    return Http.get(system)
        .clientLayer(host(peer), settings)
        .atop(BidiFlow.fromGraph(new InterimAnswers(peer.host())))
        .atop(peer.secure() ? MessageCut.tls(() -> engine(peer)) : MessageCut.plain());
  }

  private static Host host(Peer peer) {
    var usual = peer.secure() ? HTTPS : HTTP;
    return peer.port() == usual ? Host.create(peer.host()) : Host.create(peer.host(), peer.port());
  }

  /** Believes a server whose certificate is for the name that was asked. */
  private static SSLEngine engine(Peer peer) {
    try {
      var engine = SSLContext.getDefault().createSSLEngine(peer.host(), peer.port());
      engine.setUseClientMode(true);
      var parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("https");
      engine.setSSLParameters(parameters);
      return engine;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /** Goes to the checked address whatever the name says by now. */
  private Flow<ByteString, ByteString, CompletionStage<OutgoingConnection>> socket(
      ClientConnectionSettings settings, ActorSystem system) {
    var address = new InetSocketAddress(peer.address(), peer.port());
    return Flow.<ByteString>create()
        .via(cut.flow())
        .viaMat(
            ClientTransport.withCustomResolver(
                    (name, at) -> CompletableFuture.completedFuture(address))
                .connectTo(peer.host(), peer.port(), settings, system),
            Keep.right())
        .via(cut.flow());
  }

  /** What failed on one side is still told on the other, as in Pekko's own clients. */
  private static Attributes cancelledLate(ClientConnectionSettings settings) {
    return Attributes.apply(
        new Attributes.CancellationStrategy(
            Attributes.cancellationStrategyAfterDelay(
                settings.getStreamCancellationDelay(),
                Attributes.cancellationStrategyFailStage())));
  }

  Peer peer() {
    return peer;
  }

  /**
   * Completes with the head of the answer; the body must be read, or the connection cut.
   *
   * @param target path and query, sent as they are
   */
  CompletionStage<HttpResponse> send(Request request, String target) {
    var answer = new CompletableFuture<HttpResponse>();
    asked.set(answer);
    if (requests.offer(rendered(request, target)) != QueueOfferResult.enqueued()) {
      answer.completeExceptionally(closed());
    }
    if (ended.isDone()) {
      unanswered();
    }
    // By itself this stage would go on inside the stream, which would wait for it.
    return answer
        .thenApplyAsync(response -> response, executor)
        .exceptionallyCompose(this::explained);
  }

  private static HttpRequest rendered(Request request, String target) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(USUAL);
    headers.putAll(request.headers());
    var type = headers.remove("Content-Type");
    var method = HttpMethods.lookup(request.method().name()).orElseThrow();
    var rendered =
        HttpRequest.create("/").withMethod(method).addHeader(RawRequestURI.create(target));
    for (var header : headers.entrySet()) {
      rendered = rendered.addHeader(RawHeader.create(header.getKey(), header.getValue()));
    }
    return type == null
        ? rendered
        : rendered.withEntity(HttpEntities.create(ContentTypes.parse(type), request.body()));
  }

  private void answered(HttpResponse response) {
    var waiting = asked.getAndSet(null);
    if (waiting != null) {
      waiting.complete(response);
    }
  }

  /** Called when the stream has ended, and by who comes later than that. */
  private void unanswered() {
    var waiting = asked.getAndSet(null);
    if (waiting != null) {
      ended.whenComplete(
          (done, failure) -> waiting.completeExceptionally(failure == null ? closed() : failure));
    }
  }

  /** Who never got a connection is told so; a connection that broke is another matter. */
  private CompletionStage<HttpResponse> explained(Throwable problem) {
    return connected.handle(
        (open, refusal) -> {
          throw new CompletionException(refusal == null ? problem : unreachable(refusal));
        });
  }

  private UnreachableException unreachable(Throwable refusal) {
    return new UnreachableException(
        this + " cannot be reached: " + HttpFailure.words(refusal), refusal);
  }

  private BrokenOffException closed() {
    return new BrokenOffException(this + ": the server closed the connection without an answer");
  }

  boolean isOpen() {
    return !requests.isCompleted();
  }

  /** Ends the socket. */
  void cut() {
    cut.abort(new BrokenOffException(this + ": cut"));
  }

  @Override
  public String toString() {
    return peer.host() + " (" + peer.address().getHostAddress() + " port " + peer.port() + ")";
  }
}
