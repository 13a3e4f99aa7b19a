package io.sluice.category;

import io.sluice.ledger.category.Verdict;
import io.sluice.words.CategoryName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks a second classifier where the first is not sure: what both say holds, and where they differ
 * people look at it.
 */
final class DoubtClassifier implements Classifier {
  /** Texts of which the first is sure take no time. */
  private static final int MORE = 8;

  private final Classifier first;
  private final Classifier second;

  DoubtClassifier(Classifier first, Classifier second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public String version() {
    return first.version() + "+" + second.version();
  }

  @Override
  public int atOnce() {
    return second.atOnce() + MORE;
  }

  @Override
  public CompletionStage<Verdict> classify(String sample) {
    return first
        .classify(sample)
        .thenCompose(
            verdict ->
                verdict.review()
                    ? second.classify(sample).thenApply(other -> joined(verdict, other))
                    : CompletableFuture.completedFuture(verdict));
  }

  private static Verdict joined(Verdict one, Verdict other) {
    boolean same = !other.review() && other.category().equals(one.candidates().get(0).category());
    return new Verdict(
        same ? other.category() : CategoryName.OTHER,
        !same,
        same || other.review()
            ? other.reason()
            : "%s says %s: %s".formatted(other.classifier(), other.category(), other.reason()),
        one.candidates(),
        one.margin(),
        one.classifier() + ", " + other.classifier());
  }
}
