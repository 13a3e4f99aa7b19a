package io.sluice.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static Map<String, Optional<String>> findings(Readiness readiness) throws Exception {
    return readiness.findings().toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  private static Supplier<CompletionStage<Optional<String>>> always(String finding) {
    return () -> CompletableFuture.completedFuture(Optional.ofNullable(finding));
  }

  @Test
  void each_check_tells_its_own_finding() throws Exception {
    Supplier<CompletionStage<Optional<String>>> broken =
        () -> {
          throw new IllegalStateException("secret of the inside");
        };
    Supplier<CompletionStage<Optional<String>>> silent = CompletableFuture::new;
    var readiness =
        new Readiness(
            Map.of("a", always(null), "b", always("no room"), "c", broken, "d", silent),
            Duration.ofMillis(100));
    assertThat(findings(readiness))
        .containsOnly(
            Map.entry("a", Optional.empty()),
            Map.entry("b", Optional.of("no room")),
            Map.entry("c", Optional.of("the check itself failed; the log says how")),
            Map.entry("d", Optional.of("no answer within 100 ms")));
  }

  @Test
  void a_check_that_still_runs_is_not_started_again() throws Exception {
    var started = new AtomicInteger();
    var answer = new CompletableFuture<Optional<String>>();
    var readiness =
        new Readiness(
            Map.of(
                "slow",
                () -> {
                  started.incrementAndGet();
                  return answer;
                }),
            Duration.ofMillis(50));
    for (int i = 0; i < 3; i++) {
      assertThat(findings(readiness).get("slow")).contains("no answer within 50 ms");
    }
    assertThat(started).hasValue(1);
    answer.complete(Optional.empty());
    assertThat(findings(readiness).get("slow")).isEmpty();
    assertThat(started).hasValue(2);
  }
}
