package io.sluice.category;

import io.sluice.ledger.category.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Classifies by the words of examples, in this process. */
final class WordClassifier implements Classifier {
  private static final String NAME = "tf-idf";
  private static final int AT_ONCE = 64;

  private final CategoryModel model;
  private final ReviewRule rule;
  private final String version;
  private final Executor threads;

  /**
   * @param threads that reckon
   */
  WordClassifier(CategoryModel model, ReviewRule rule, String version, Executor threads) {
    this.model = model;
    this.rule = rule;
    this.version = version;
    this.threads = threads;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public int atOnce() {
    return AT_ONCE;
  }

  @Override
  public CompletionStage<Verdict> classify(String sample) {
    return CompletableFuture.supplyAsync(
        () -> rule.verdict(model.candidates(sample), NAME), threads);
  }
}
