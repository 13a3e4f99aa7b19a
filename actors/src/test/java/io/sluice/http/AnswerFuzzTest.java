package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.fuzz.Damage;
import io.sluice.http.Exchange.Received;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Answers, right and wrong, cut anywhere; more with {@code -Dfuzz.requests=N}. */
class AnswerFuzzTest {
  private static final int INPUTS = Integer.getInteger("fuzz.requests", 1000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_128);
  private static final Bounds STRICT = new Bounds(1 << 20, Duration.ofMinutes(1));

  private final List<String> breaches = new ArrayList<>();
  private int answered;
  private int failed;

  @Test
  void no_bytes_of_a_server_end_or_stop_who_asks_it() {
    long began = System.nanoTime();
    for (int number = 0; number < INPUTS; number++) {
      input(number, STRICT);
      input(number, STRICT.leniently());
    }
    LoggerFactory.getLogger(AnswerFuzzTest.class)
        .info(
            "{} inputs in {} ms: {} answered, {} failed",
            2 * INPUTS,
            (System.nanoTime() - began) / 1_000_000,
            answered,
            failed);
    assertThat(breaches).isEmpty();
    assertThat(answered).isGreaterThan(INPUTS / 2);
  }

  private void input(int number, Bounds bounds) {
    var random = new Random(SEED + number);
    var fuzz = new AnswerFuzz(random);
    var damage = new Damage(random);
    boolean right = number % 2 == 0;
    boolean flood = number % 4 == 1;
    int interim = random.nextInt(random.nextInt(20) == 0 ? 5000 : AnswerParser.MOST_INTERIM + 1);
    var body = fuzz.lines(random.nextInt(500));
    var text =
        right
            ? fuzz.interim(interim) + fuzz.right(body)
            : flood ? fuzz.flood() : damage.done(fuzz.strange());
    var got = ask(damage.cut(text), bounds);
    if (!got.isDone()) {
      breaches.add("%d hangs".formatted(SEED + number));
      return;
    }
    var failure = got.handle((received, problem) -> problem).join();
    if (failure == null) {
      answered++;
    } else {
      failed++;
    }
    boolean wanted = interim <= AnswerParser.MOST_INTERIM;
    if (right && (wanted ? !body.equals(text(got)) : failure == null)) {
      breaches.add("%d: %d interim, %s".formatted(SEED + number, interim, failure));
    }
    if (failure != null && !(failure instanceof HttpFailure)) {
      breaches.add("%d fails with %s".formatted(SEED + number, failure));
    }
  }

  private static CompletableFuture<Received> ask(List<String> pieces, Bounds bounds) {
    var exchange = new Exchange(new EmbeddedChannel(), "x", bounds, new FreeMemory());
    for (var piece : pieces) {
      exchange.read(Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1));
    }
    exchange.closed();
    return exchange.received();
  }

  private static String text(CompletableFuture<Received> got) {
    return got.isCompletedExceptionally()
        ? "failed"
        : new String(got.join().content().bytes(), StandardCharsets.ISO_8859_1);
  }
}
