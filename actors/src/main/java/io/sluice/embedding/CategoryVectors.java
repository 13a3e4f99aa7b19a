package io.sluice.embedding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Ranks categories by how near a text is to them, with no more than their descriptions: each has
 * the vector in the middle between its description's and its examples'. Immutable.
 */
public final class CategoryVectors {
  private final Embedder embedder;
  private final Map<String, float[]> middles;

  private CategoryVectors(Embedder embedder, Map<String, float[]> middles) {
    this.embedder = embedder;
    this.middles = middles;
  }

  /** Fails as the embedder does. */
  public static CompletionStage<CategoryVectors> of(
      Embedder embedder, List<CategorySample> categories) {
    var all = new LinkedHashMap<String, CompletableFuture<float[]>>();
    for (var category : categories) {
      var texts = new ArrayList<>(category.examples());
      texts.add(category.label());
      all.put(
          category.name(), embedder.embed(texts).thenApply(Vectors::middle).toCompletableFuture());
    }
    return CompletableFuture.allOf(all.values().toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              var middles = new LinkedHashMap<String, float[]>();
              all.forEach((name, middle) -> middles.put(name, middle.join()));
              return new CategoryVectors(embedder, middles);
            });
  }

  /** All categories, the nearest first; fails as the embedder does. */
  public CompletionStage<List<Nearness>> candidates(String text) {
    return embedder.embed(text).thenApply(this::candidates);
  }

  /** The same for a text that has its vector already. */
  public List<Nearness> candidates(float[] vector) {
    return middles.entrySet().stream()
        .map(one -> new Nearness(one.getKey(), Vectors.cosine(vector, one.getValue())))
        .sorted(Comparator.comparingDouble(Nearness::score).reversed())
        .toList();
  }
}
