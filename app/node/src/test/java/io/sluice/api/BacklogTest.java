package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
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
            .get(1, TimeUnit.MINUTES);
    assertThat(all.split(";")).hasSize(1000).startsWith("1", "2", "3").endsWith("1000");
  }

  @ParameterizedTest
  @CsvSource({"1000, 1000000, 1000", "1000000, 5, 500"})
  void whoever_takes_nothing_is_cut_off_and_little_is_kept(int bytes, int count, int most)
      throws Exception {
    var listener =
        Source.repeat(ByteString.fromString("x".repeat(100)))
            .take(10_000)
            .via(Backlog.of(bytes, count))
            .runWith(Sink.<ByteString>queue(1), SYSTEM);
    var taken = new ArrayList<Integer>();
    assertThatThrownBy(
            () -> {
              while (true) {
                var next = listener.pull().toCompletableFuture().get(1, TimeUnit.MINUTES);
                taken.add(next.orElseThrow().size());
              }
            })
        .hasMessageContaining("a listener takes events too slowly");
    assertThat(taken).hasSizeLessThan(100).allMatch(size -> size <= most);
  }
}
