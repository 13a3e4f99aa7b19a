package io.sluice.management;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all checks at once and gives what each found wrong, by name. Thread-safe; a check that still
 * runs is not started again, so that nobody can pile them up.
 */
final class Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  private final SortedMap<String, Check> checks = new TreeMap<>();
  private final Duration time;

  /**
   * @param time for each check
   */
  Readiness(Map<String, Supplier<CompletionStage<Optional<String>>>> checks, Duration time) {
    checks.forEach((name, ask) -> this.checks.put(name, new Check(name, ask)));
    this.time = time;
  }

  /** Every check by name, with what is wrong or empty. */
  CompletionStage<SortedMap<String, Optional<String>>> findings() {
    var found = new TreeMap<String, CompletableFuture<Optional<String>>>();
    checks.forEach((name, check) -> found.put(name, check.finding()));
    return CompletableFuture.allOf(found.values().toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              var findings = new TreeMap<String, Optional<String>>();
              found.forEach((name, finding) -> findings.put(name, finding.join()));
              return findings;
            });
  }

  private final class Check {
    private final String name;
    private final Supplier<CompletionStage<Optional<String>>> ask;
    private CompletableFuture<Optional<String>> running =
        CompletableFuture.completedFuture(Optional.empty());
    private boolean failing;

    Check(String name, Supplier<CompletionStage<Optional<String>>> ask) {
      this.name = name;
      this.ask = ask;
    }

    CompletableFuture<Optional<String>> finding() {
      return started()
          .copy()
          .orTimeout(time.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(this::complaint)
          .thenApply(this::noted);
    }

    private synchronized CompletableFuture<Optional<String>> started() {
      if (running.isDone()) {
        running =
            CompletableFuture.completedFuture(ask).thenCompose(Supplier::get).toCompletableFuture();
      }
      return running;
    }

    private Optional<String> complaint(Throwable failure) {
      if (failure instanceof TimeoutException) {
        return Optional.of("no answer within %d ms".formatted(time.toMillis()));
      }
      LOG.warn("The check {} itself failed", name, failure);
      return Optional.of("the check itself failed; the log says how");
    }

    private synchronized Optional<String> noted(Optional<String> finding) {
      if (finding.isPresent() != failing) {
        failing = finding.isPresent();
        if (failing) {
          LOG.warn("Not ready: {}: {}", name, finding.get());
        } else {
          LOG.info("Ready again: {}", name);
        }
      }
      return finding;
    }
  }
}
