package io.sluice.server;

import io.sluice.wire.MessageCut;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;

/**
 * Accepts connections, so many at once, and puts on each what lies between its bytes and its
 * requests. Pekko's own way to listen has no place for what has to stand before its parser.
 */
final class Accepting {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final ActorSystem<?> system;
  private final Flow<ByteString, ByteString, NotUsed> served;
  private final Attributes attributes;
  private final SharedKillSwitch cut = KillSwitches.shared("server");
  private final Set<CompletableFuture<Done>> open = ConcurrentHashMap.newKeySet();
  private final Tcp.ServerBinding binding;

  /**
   * Listens from now on.
   *
   * @param requests serves one connection, and is run once for each
   * @throws java.util.concurrent.CompletionException if the address cannot be had
   */
  Accepting(
      ActorSystem<?> system,
      ListenSettings listen,
      ClientLimits limits,
      Flow<HttpRequest, HttpResponse, ?> requests) {
    this.system = system;
    var settings = ServerBounds.on(system, limits);
    attributes = cancelledLate(settings);
    served = requests.joinMat(layers(system, settings, listen, limits.idle()), Keep.right());
    binding =
        Tcp.get(system)
            .bind(
                listen.host().getHostAddress(),
                listen.port(),
                settings.getBacklog(),
                settings.getSocketOptions(),
                false,
                Optional.empty())
            .mapAsyncUnordered(limits.connections(), this::serve)
            .to(Sink.ignore())
            .run(system)
            .toCompletableFuture()
            .join();
  }

  /** All that lies between the bytes of a connection and its requests. */
  static BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layers(
      ActorSystem<?> system, ServerSettings settings, ListenSettings listen, Duration idle) {
    BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed> bytes =
        listen.tls().map(tls -> MessageCut.tls(() -> engine(tls))).orElseGet(MessageCut::plain);
    return Http.get(system)
        .serverLayer(settings)
        .atop(bytes)
        .atop(BidiFlow.bidirectionalIdleTimeout(idle));
  }

  private static SSLEngine engine(SSLContext tls) {
    var engine = tls.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(PROTOCOLS);
    return engine;
  }

  /** What failed on one side is still told on the other, as in Pekko's own servers. */
  private static Attributes cancelledLate(ServerSettings settings) {
    return Attributes.apply(
        new Attributes.CancellationStrategy(
            Attributes.cancellationStrategyAfterDelay(
                settings.getStreamCancellationDelay(),
                Attributes.cancellationStrategyFailStage())));
  }

  /** Completes when the connection has ended, and never with a failure. */
  private CompletionStage<Done> serve(Tcp.IncomingConnection connection) {
    var ended = new CompletableFuture<Done>();
    open.add(ended);
    served
        .via(cut.flow())
        .watchTermination(Keep.right())
        .join(connection.flow())
        .addAttributes(attributes)
        .run(system)
        .whenComplete(
            (done, broken) -> {
              open.remove(ended);
              ended.complete(Done.getInstance());
            });
    return ended;
  }

  InetSocketAddress address() {
    return binding.localAddress();
  }

  /** Takes no more connections. */
  CompletionStage<Void> close() {
    return binding.unbind().thenApply(unbound -> null);
  }

  /** Waits until all connections have ended, and ends those that have not after the time. */
  CompletionStage<Void> await(Duration time) {
    var all = CompletableFuture.allOf(open.toArray(CompletableFuture[]::new));
    return all.copy()
        .orTimeout(time.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            late -> {
              cut.abort(new TimeoutException("the server ends"));
              return all;
            });
  }
}
