package io.sluice.category;

import io.sluice.embedding.CategorySample;
import io.sluice.embedding.CategoryVectors;
import io.sluice.embedding.Embedder;
import io.sluice.ledger.category.Verdict;
import io.sluice.ledger.category.Verdict.Candidate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Classifies by what texts and descriptions of categories are about, with few or no examples. */
final class VectorClassifier implements Classifier {
  private static final String NAME = "embeddings";
  private static final int AT_ONCE = 64;

  private final Embedder embedder;
  private final List<CategorySample> categories;
  private final ReviewRule rule;
  private final String version;
  private CompletableFuture<CategoryVectors> vectors;

  VectorClassifier(
      Embedder embedder, List<CategorySample> categories, ReviewRule rule, String version) {
    this.embedder = embedder;
    this.categories = List.copyOf(categories);
    this.rule = rule;
    this.version = version;
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
    return vectors()
        .thenCompose(known -> known.candidates(sample))
        .thenApply(
            ranked ->
                rule.verdict(
                    ranked.stream().map(one -> new Candidate(one.category(), one.score())).toList(),
                    NAME));
  }

  /** Made once, and again if that has failed. */
  private synchronized CompletableFuture<CategoryVectors> vectors() {
    if (vectors == null || vectors.isCompletedExceptionally()) {
      vectors = CategoryVectors.of(embedder, categories).toCompletableFuture();
    }
    return vectors;
  }
}
