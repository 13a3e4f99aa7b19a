package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Three nodes start, and the one that founds is killed, frozen or drained at a random moment of the
 * others' joining: each time there is one cluster afterwards, and nobody was without one for long.
 * What the nodes log stays in {@code tests/target/forming}.
 */
class FormingIT {
  private static final long SEED = Long.getLong("sluice.forming.seed", System.nanoTime());
  private static final int FORMINGS = Integer.getInteger("sluice.formings", 200);

  /** Formings at the same time, each with its own database and three processes. */
  private static final int LANES = Integer.getInteger("sluice.forming.lanes", 3);

  private final AtomicInteger done = new AtomicInteger();
  private final Map<Trio.Fate, Integer> fates = new EnumMap<>(Trio.Fate.class);
  private Duration longestStuck = Duration.ZERO;
  private Duration longestTwo = Duration.ZERO;

  @Test
  void whatever_becomes_of_the_founder_there_is_one_cluster_and_nobody_is_stuck()
      throws IOException {
    System.out.printf("seed %d, %d formings%n", SEED, FORMINGS);
    var log = Files.createDirectories(Path.of("target", "forming").toAbsolutePath());
    var lanes =
        IntStream.range(0, LANES)
            .mapToObj(lane -> CompletableFuture.runAsync(() -> run(lane, log), FormingIT::thread))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(lanes).join();
    System.out.printf(
        "%d formings: %s; longest without a cluster %.1f s, longest with two %.1f s%n",
        done.get(), fates, seconds(longestStuck), seconds(longestTwo));
    assertThat(done).hasValue(FORMINGS);
  }

  private static void thread(Runnable task) {
    new Thread(task).start();
  }

  private void run(int lane, Path log) {
    var database = TestDatabase.open();
    var file = log.resolve("lane-%d-%d.log".formatted(lane, SEED));
    try (database;
        var trio = new Trio(database.address(), file)) {
      // Each has its own seed, so that one can be had again without those before it.
      for (int number = lane; number < FORMINGS; number += LANES) {
        var outcome = trio.form(new Random(SEED + number));
        count(number, outcome);
      }
    }
  }

  private synchronized void count(int number, Trio.Outcome outcome) {
    done.incrementAndGet();
    fates.merge(outcome.fate(), 1, Integer::sum);
    longestStuck = longer(longestStuck, outcome.stuck());
    longestTwo = longer(longestTwo, outcome.two());
    System.out.printf(
        "%3d: %s; %.1f s later one cluster of %d, longest without one %.1f s, with two %.1f s%n",
        number,
        outcome.what(),
        seconds(outcome.whole()),
        outcome.nodes(),
        seconds(outcome.stuck()),
        seconds(outcome.two()));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
