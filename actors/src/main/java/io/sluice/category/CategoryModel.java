package io.sluice.category;

import io.sluice.ledger.category.Verdict.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tells what a text is about by how its words are spread over examples: each category is the mean
 * of its examples, with words weighed by how few of all examples have them (TF-IDF), and a text is
 * the nearer to it the smaller their angle. Immutable, thread-safe.
 */
final class CategoryModel {
  private final WordTable words;
  private final List<String> names;

  /** Of words, by their number. */
  private final float[] weights;

  /** Of each word, from here to that of the next: categories that have it, and how much. */
  private final int[] starts;

  private final int[] categories;
  private final float[] amounts;

  CategoryModel(
      WordTable words,
      List<String> names,
      float[] weights,
      int[] starts,
      int[] categories,
      float[] amounts) {
    this.words = words;
    this.names = List.copyOf(names);
    this.weights = weights;
    this.starts = starts;
    this.categories = categories;
    this.amounts = amounts;
  }

  /** All categories, the nearest first, with scores from 0, nothing in common, to 1. */
  List<Candidate> candidates(String text) {
    var counts = words.count(text);
    var vector = vector(counts, weights);
    var scores = new double[names.size()];
    for (int i = 0; i < vector.length; i++) {
      int word = counts.words()[i];
      for (int at = starts[word]; at < starts[word + 1]; at++) {
        scores[categories[at]] += vector[i] * amounts[at];
      }
    }
    return IntStream.range(0, scores.length)
        .mapToObj(i -> new Candidate(names.get(i), scores[i]))
        .sorted(Comparator.comparingDouble(Candidate::score).reversed())
        .toList();
  }

  /** Of length one; words that no example has tell nothing. */
  static float[] vector(WordTable.Counts counts, float[] weights) {
    var vector = new float[counts.words().length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (1 + Math.log(counts.times()[i])) * weights[counts.words()[i]];
    }
    return ofLengthOne(vector, vector.length);
  }

  static float[] ofLengthOne(float[] vector, int size) {
    double square = 0;
    for (int i = 0; i < size; i++) {
      square += (double) vector[i] * vector[i];
    }
    double length = square == 0 ? 1 : Math.sqrt(square);
    for (int i = 0; i < size; i++) {
      vector[i] = (float) (vector[i] / length);
    }
    return vector;
  }
}
