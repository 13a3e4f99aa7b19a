package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.fuzz.Damage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Pipelines of requests, right and wrong, cut anywhere; more with {@code -Dfuzz.requests=N}. */
class RequestFuzzTest {
  private static final int INPUTS = Integer.getInteger("fuzz.requests", 1000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_128);
  private static final int AT_ONCE = 4;
  private static final int MOST_PIPELINED = 30;
  private static final long PATIENCE_S = 60;

  private final BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layers =
      Accepting.layers(
          Served.actors(),
          ServerBounds.on(Served.actors(), ClientLimits.DEFAULTS),
          Served.settings(Map.of()),
          ClientLimits.DEFAULTS.idle());
  private final ConcurrentLinkedQueue<String> breaches = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger longest = new AtomicInteger();

  @Test
  void no_bytes_of_a_client_end_or_stop_a_server() throws Exception {
    long began = System.nanoTime();
    Source.range(0, INPUTS - 1)
        .mapAsyncUnordered(AT_ONCE, this::input)
        .runWith(Sink.ignore(), Served.actors())
        .toCompletableFuture()
        .get(PATIENCE_S + INPUTS / 20, TimeUnit.SECONDS);
    LoggerFactory.getLogger(RequestFuzzTest.class)
        .info(
            "{} inputs in {} ms: {} requests answered, {} connections failed, longest input {}"
                + " bytes",
            INPUTS,
            (System.nanoTime() - began) / 1_000_000,
            answered,
            failed,
            longest);
    assertThat(breaches).isEmpty();
    assertThat(answered.get()).isGreaterThan(INPUTS * 5);
    assertThat(Served.actors().whenTerminated().isCompleted()).isFalse();
  }

  private CompletionStage<Done> input(int number) {
    var random = new Random(SEED + number);
    var fuzz = new RequestFuzz(random);
    var damage = new Damage(random);
    boolean right = number % 2 == 0;
    int count = 1 + random.nextInt(MOST_PIPELINED);
    var text =
        right ? fuzz.right(count) : number % 4 == 1 ? fuzz.flood() : damage.done(fuzz.strange());
    longest.accumulateAndGet(text.length(), Math::max);
    return serve(damage.cut(text))
        .handle(
            (seen, failure) -> {
              if (failure != null) {
                failed.incrementAndGet();
              }
              if (right && (failure != null || seen != count)) {
                breaches.add("%d: %d of %d, %s".formatted(SEED + number, seen, count, failure));
              }
              return Done.getInstance();
            });
  }

  /** How many requests were answered. */
  private CompletionStage<Integer> serve(List<String> pieces) {
    var seen = new AtomicInteger();
    var handler =
        Flow.<HttpRequest>create()
            .take(MOST_PIPELINED + 1L)
            .mapAsync(1, request -> answer(request, seen));
    var bytes =
        pieces.stream()
            .map(piece -> ByteString.fromArray(piece.getBytes(StandardCharsets.ISO_8859_1)));
    return Source.from(bytes.toList())
        .via(handler.join(layers))
        .runWith(Sink.ignore(), Served.actors())
        .toCompletableFuture()
        .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
        .thenApply(done -> seen.get());
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request, AtomicInteger seen) {
    return RequestBody.whole(request, Served.actors(), CompletableFuture::completedFuture)
        .handle(
            (body, failure) -> {
              seen.incrementAndGet();
              answered.incrementAndGet();
              return HttpResponse.create().withEntity("fine");
            });
  }
}
