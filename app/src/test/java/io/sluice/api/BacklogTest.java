package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacklogTest {
  private static final ActorSystem<Void> SYSTEM = ActorSystem.create(Behaviors.empty(), "backlog");

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
  }

  @Test
  void whoever_takes_what_comes_gets_all_of_it_in_its_order() throws Exception {
    var all =
        Source.range(1, 1000)
            .map(number -> ByteString.fromString(number + ";"))
            .throttle(1, Duration.ofNanos(100_000))
            .via(Backlog.of(1000, 300))
            .runFold("", (before, text) -> before + text.utf8String(), SYSTEM)
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    assertThat(all.split(";")).hasSize(1000).startsWith("1", "2", "3").endsWith("1000");
  }

  @ParameterizedTest
  @CsvSource({"1000, 1000000, 12", "1000000, 5, 7"})
  void whoever_takes_nothing_is_cut_off_before_much_waits(int bytes, int count, int most)
      throws Exception {
    var made = new AtomicInteger();
    var listener =
        Source.repeat(ByteString.fromString("x".repeat(99)))
            .map(
                text -> {
                  made.incrementAndGet();
                  return text;
                })
            .via(Backlog.of(bytes, count))
            .runWith(Sink.<ByteString>queue(1), SYSTEM);
    assertThatThrownBy(
            () -> {
              while (listener.pull().toCompletableFuture().get(20, TimeUnit.SECONDS).isPresent()) {
                Thread.sleep(500);
              }
            })
        .hasMessageContaining("a listener is ")
        .hasMessageContaining(" bytes behind");
    assertThat(made.get()).isLessThanOrEqualTo(2 * most + 4);
  }
}
