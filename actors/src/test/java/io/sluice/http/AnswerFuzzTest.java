package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.sluice.fuzz.Damage;
import io.sluice.http.Connection.Peer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Answers, right and wrong, cut anywhere; more with {@code -Dfuzz.requests=N}. */
class AnswerFuzzTest {
  private static final int INPUTS = Integer.getInteger("fuzz.requests", 1000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_128);
  private static final int AT_ONCE = 4;
  private static final long PATIENCE_S = 60;
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.jvm-exit-on-fatal-error = off")
              .withFallback(ConfigFactory.load()));

  private final BidiFlow<HttpRequest, ByteString, ByteString, HttpResponse, NotUsed> layers =
      Connection.layers(
          new Peer(false, "x", 80, InetAddress.getLoopbackAddress()),
          Connections.settings(
              KIT.system(),
              new HttpSettings(new AllowedAddresses(List.of()), "test", Duration.ofSeconds(1))),
          KIT.system().classicSystem());
  private final ConcurrentLinkedQueue<String> breaches = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void no_bytes_of_a_server_end_or_stop_who_asks_it() throws Exception {
    long began = System.nanoTime();
    Source.range(0, INPUTS - 1)
        .mapAsyncUnordered(AT_ONCE, this::input)
        .runWith(Sink.ignore(), KIT.system())
        .toCompletableFuture()
        .get(PATIENCE_S + INPUTS / 20, TimeUnit.SECONDS);
    LoggerFactory.getLogger(AnswerFuzzTest.class)
        .info(
            "{} inputs in {} ms: {} answered, {} failed",
            INPUTS,
            (System.nanoTime() - began) / 1_000_000,
            answered,
            failed);
    assertThat(breaches).isEmpty();
    assertThat(answered.get()).isGreaterThan(INPUTS / 4);
    assertThat(KIT.system().whenTerminated().isCompleted()).isFalse();
  }

  private CompletionStage<Done> input(int number) {
    var random = new Random(SEED + number);
    var fuzz = new AnswerFuzz(random);
    var damage = new Damage(random);
    boolean right = number % 2 == 0;
    boolean flood = number % 4 == 1;
    int interim = random.nextInt(random.nextInt(20) == 0 ? 5000 : InterimAnswers.MOST + 1);
    var body = fuzz.lines(random.nextInt(500));
    var text =
        right
            ? fuzz.interim(interim) + fuzz.right(body)
            : flood ? fuzz.flood() : damage.done(fuzz.strange());
    return ask(damage.cut(text), flood ? 3 : 1)
        .handle(
            (got, failure) -> {
              (failure == null ? answered : failed).incrementAndGet();
              boolean wanted = interim <= InterimAnswers.MOST;
              if (right && (wanted ? !body.equals(got) : failure == null)) {
                breaches.add("%d: %d interim, %s".formatted(SEED + number, interim, failure));
              }
              if (causedBy(failure, java.util.concurrent.TimeoutException.class)) {
                breaches.add("%d hangs".formatted(SEED + number));
              }
              return Done.getInstance();
            });
  }

  private static boolean causedBy(Throwable failure, Class<?> type) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** The bodies of the answers to so many requests, one after the other. */
  private CompletionStage<String> ask(List<String> pieces, int requests) {
    var bytes =
        pieces.stream()
            .map(piece -> ByteString.fromArray(piece.getBytes(StandardCharsets.ISO_8859_1)));
    Flow<ByteString, ByteString, NotUsed> server =
        Flow.fromSinkAndSource(Sink.ignore(), Source.from(bytes.toList()));
    return Source.repeat(HttpRequest.GET("/"))
        .take(requests)
        .concat(Source.maybe())
        .via(layers.join(server))
        .take(requests)
        .mapAsync(1, this::body)
        .runFold("", String::concat, KIT.system())
        .toCompletableFuture()
        .orTimeout(PATIENCE_S, TimeUnit.SECONDS);
  }

  private CompletionStage<String> body(HttpResponse response) {
    return response
        .entity()
        .withoutSizeLimit()
        .getDataBytes()
        .runFold(ByteString.emptyByteString(), ByteString::concat, KIT.system())
        .thenApply(all -> all.decodeString(StandardCharsets.ISO_8859_1));
  }
}
