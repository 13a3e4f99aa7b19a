package io.sluice.website;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;

/**
 * Whether something is one of those that a table has: what is asked within a moment is asked for in
 * one statement, since each asker has time and there are hundreds a second. Thread-safe.
 */
final class Membership {
  private static final Duration MOMENT = Duration.ofMillis(50);

  private final UnaryOperator<Set<String>> among;
  private final Moment moment;
  private final Executor threads;
  private Map<String, CompletableFuture<Boolean>> asked = new HashMap<>();

  /**
   * @param among gives those of its argument that are there; may block
   * @param threads which may block
   */
  Membership(UnaryOperator<Set<String>> among, Executor threads) {
    this.among = among;
    this.threads = threads;
    moment = new Moment(MOMENT, threads);
  }

  /** Completes on one of the threads. */
  CompletionStage<Boolean> has(String one) {
    CompletableFuture<Boolean> answer;
    boolean first;
    synchronized (this) {
      first = asked.isEmpty();
      answer = asked.computeIfAbsent(one, fresh -> new CompletableFuture<>());
    }
    if (first) {
      moment.afterwards(this::ask, this::end);
    }
    return answer;
  }

  private void ask() {
    var round = next();
    try {
      var found = among.apply(round.keySet());
      round.forEach((one, answer) -> answer.completeAsync(() -> found.contains(one), threads));
    } catch (RuntimeException e) {
      round.values().forEach(answer -> answer.completeExceptionally(e));
    }
  }

  private void end(RejectedExecutionException refusal) {
    next().values().forEach(answer -> answer.completeExceptionally(refusal));
  }

  private synchronized Map<String, CompletableFuture<Boolean>> next() {
    var round = asked;
    asked = new HashMap<>();
    return round;
  }
}
