package io.sluice.website;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MembershipTest {
  private static final Duration SOON = Duration.ofMinutes(1);

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final List<Set<String>> rounds = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private Set<String> even(Set<String> asked) {
    rounds.add(Set.copyOf(asked));
    return asked.stream().filter(one -> one.endsWith("2")).collect(Collectors.toSet());
  }

  private static List<CompletableFuture<Boolean>> ask(Membership members, int count) {
    var asked = new ArrayList<CompletableFuture<Boolean>>();
    for (int i = 0; i < count; i++) {
      asked.add(members.has("site" + i % 10).toCompletableFuture());
    }
    return asked;
  }

  @Test
  void what_is_asked_within_a_moment_is_asked_for_together_and_each_is_told_its_own() {
    var members = new Membership(this::even, threads);
    var answers = ask(members, 1_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(answers.get(i)).succeedsWithin(SOON).isEqualTo(i % 10 == 2);
    }
    // A busy machine may take more than a moment for a thousand.
    assertThat(rounds).hasSizeLessThan(100);
    assertThat(members.has("site2").toCompletableFuture()).succeedsWithin(SOON).isEqualTo(true);
    assertThat(rounds.get(rounds.size() - 1)).containsExactly("site2");
  }

  @Test
  void a_statement_that_fails_fails_those_that_it_was_for_and_no_others() {
    var members =
        new Membership(
            asked -> {
              if (rounds.isEmpty()) {
                rounds.add(asked);
                throw new IllegalStateException("no database");
              }
              return even(asked);
            },
            threads);
    assertThat(members.has("site2").toCompletableFuture())
        .failsWithin(SOON)
        .withThrowableThat()
        .withMessageContaining("no database");
    assertThat(members.has("site2").toCompletableFuture()).succeedsWithin(SOON).isEqualTo(true);
  }

  @Test
  void who_asks_when_there_are_no_threads_any_more_is_told() {
    var members = new Membership(this::even, threads);
    threads.shutdown();
    for (var answer : ask(members, 20)) {
      assertThat(answer)
          .failsWithin(SOON)
          .withThrowableThat()
          .withCauseInstanceOf(RejectedExecutionException.class);
    }
  }
}
