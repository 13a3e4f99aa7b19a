package io.sluice.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.ClientTransport;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.OutgoingConnection;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * One connection to one checked address, for one request at a time. Cutting it ends its socket and
 * whatever is being read from it at once.
 */
final class Connection {

  /** Whom a connection can be used for again: name and certificate count, not the address alone. */
  record Origin(boolean secure, String host, int port, InetAddress address) {
    static Origin of(Destination destination, InetAddress address) {
      return new Origin(destination.secure(), destination.host(), destination.port(), address);
    }
  }

  private static final HttpRequest GET =
      HttpRequest.GET("/")
          .addHeader(RawHeader.create("Accept", "*/*"))
          .addHeader(RawHeader.create("Accept-Encoding", "gzip"))
          .addHeader(RawHeader.create("Accept-Language", "en"));

  /** What fails in here is told to who asked. */
  private static final Attributes QUIET =
      Attributes.createLogLevels(
          Attributes.logLevelOff(), Attributes.logLevelOff(), Attributes.logLevelOff());

  private final Origin origin;
  private final Executor executor;
  private final SharedKillSwitch cut = KillSwitches.shared("guarded-http");
  private final BoundedSourceQueue<HttpRequest> requests;
  private final SinkQueueWithCancel<HttpResponse> responses;
  private final CompletionStage<OutgoingConnection> connected;

  Connection(Origin origin, ClientConnectionSettings settings, ActorSystem system) {
    this.origin = origin;
    executor = system.dispatcher();
    var to =
        Http.get(system)
            .connectionTo(origin.host())
            .toPort(origin.port())
            .withClientConnectionSettings(settings.withTransport(new Transport()));
    var opened =
        Source.<HttpRequest>queue(1)
            .viaMat(origin.secure() ? to.https() : to.http(), Keep.both())
            .toMat(Sink.<HttpResponse>queue(1), Keep.both())
            .addAttributes(QUIET)
            .run(system);
    requests = opened.first().first();
    connected = opened.first().second();
    responses = opened.second();
  }

  Origin origin() {
    return origin;
  }

  /**
   * Completes with the head of the answer; the body must be read, or the connection cut.
   *
   * @param target path and query, sent as they are
   */
  CompletionStage<HttpResponse> get(String target) {
    if (requests.offer(GET.addHeader(RawRequestURI.create(target)))
        != QueueOfferResult.enqueued()) {
      return CompletableFuture.failedFuture(closed());
    }
    return responses
        .pull()
        .thenComposeAsync(this::present, executor)
        .exceptionallyCompose(this::explained);
  }

  private CompletionStage<HttpResponse> present(Optional<HttpResponse> response) {
    return response
        .<CompletionStage<HttpResponse>>map(CompletableFuture::completedFuture)
        .orElseGet(() -> CompletableFuture.failedFuture(closed()));
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
    return origin.host()
        + " ("
        + origin.address().getHostAddress()
        + " port "
        + origin.port()
        + ")";
  }

  /** Goes to the checked address whatever the name says by now. */
  private final class Transport extends ClientTransport {
    @Override
    public Flow<ByteString, ByteString, CompletionStage<OutgoingConnection>> connectTo(
        String host, int port, ClientConnectionSettings settings, ActorSystem system) {
      var address = new InetSocketAddress(origin.address(), port);
      return Flow.<ByteString>create()
          .via(cut.flow())
          .viaMat(
              withCustomResolver((name, at) -> CompletableFuture.completedFuture(address))
                  .connectTo(host, port, settings, system),
              Keep.right())
          .via(cut.flow());
    }
  }
}
