package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FormPartsTest {
  /** So long may a stream within a stream be left alone by default; here it is short. */
  private static final Duration ALONE = Duration.ofMillis(20);

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  "pekko.stream.materializer.subscription-timeout.timeout = "
                      + ALONE.toMillis()
                      + " ms")
              .withFallback(ConfigFactory.load()));
  private final List<String> taken = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private CompletionStage<Done> slowly(String name, Source<ByteString, ?> bytes) {
    return bytes
        .runWith(Sink.fold(ByteString.emptyByteString(), ByteString::concat), kit.system())
        .thenApplyAsync(
            all -> {
              taken.add(name + "=" + all.utf8String());
              return Done.getInstance();
            },
            CompletableFuture.delayedExecutor(20 * ALONE.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Test
  void the_next_part_waits_for_one_that_takes_long_to_store() {
    var body =
        Stream.of("a", "b", "c")
            .map(
                name ->
                    "--cut\r\nContent-Disposition: form-data; filename=\"%s\"\r\n\r\nof %s\r\n"
                        .formatted(name, name))
            .collect(Collectors.joining("", "", "--cut--\r\n"));
    FormParts.each(
            Source.single(ByteString.fromString(body)),
            "cut",
            (head, bytes) -> slowly(head.name().file(), bytes),
            kit.system())
        .toCompletableFuture()
        .join();
    assertThat(taken).containsExactly("a=of a", "b=of b", "c=of c");
  }
}
