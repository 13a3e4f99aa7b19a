package io.sluice.category;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a {@link CategoryModel} of examples: these come in, category after category, and of each no
 * more is kept than its words. Used by one thread.
 */
final class CategoryLessons {
  private static final int MOST_WORDS = 1_000_000;

  /** Amounts of words in categories, of all together: 32 MB. */
  private static final int MOST_AMOUNTS = 4_000_000;

  private final WordTable words = new WordTable(MOST_WORDS);
  private final List<String> names = new ArrayList<>();
  private final List<List<WordTable.Counts>> lessons = new ArrayList<>();

  /**
   * The next category, which examples are of from now on.
   *
   * @param description counts as an example
   */
  void begin(String name, String description) {
    names.add(name);
    lessons.add(new ArrayList<>());
    add(name + "\n" + description);
  }

  void add(String example) {
    lessons.get(lessons.size() - 1).add(words.learn(example));
  }

  CategoryModel model() {
    var weights = weights();
    var centres = lessons.stream().map(lesson -> centre(lesson, weights)).toList();
    var starts = new int[words.size() + 1];
    for (var centre : centres) {
      for (int word : centre.words()) {
        starts[word + 1]++;
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    var categories = new int[starts[words.size()]];
    var amounts = new float[categories.length];
    var next = starts.clone();
    for (int category = 0; category < centres.size(); category++) {
      var centre = centres.get(category);
      for (int i = 0; i < centre.words().length; i++) {
        int at = next[centre.words()[i]]++;
        categories[at] = category;
        amounts[at] = centre.amounts()[i];
      }
    }
    return new CategoryModel(words, names, weights, starts, categories, amounts);
  }

  private float[] weights() {
    var texts = new int[words.size()];
    int all = 0;
    for (var lesson : lessons) {
      for (var counts : lesson) {
        all++;
        for (int word : counts.words()) {
          texts[word]++;
        }
      }
    }
    var weights = new float[texts.length];
    for (int i = 0; i < texts.length; i++) {
      weights[i] = (float) (Math.log((1.0 + all) / (1.0 + texts[i])) + 1);
    }
    return weights;
  }

  private record Centre(int[] words, float[] amounts) {}

  private Centre centre(List<WordTable.Counts> lesson, float[] weights) {
    var sums = new float[weights.length];
    for (var counts : lesson) {
      var vector = CategoryModel.vector(counts, weights);
      for (int i = 0; i < vector.length; i++) {
        sums[counts.words()[i]] += vector[i];
      }
    }
    float least = least(sums, MOST_AMOUNTS / lessons.size());
    var found = new int[sums.length];
    var amounts = new float[sums.length];
    int count = 0;
    for (int word = 0; word < sums.length; word++) {
      if (sums[word] > least) {
        found[count] = word;
        amounts[count++] = sums[word];
      }
    }
    CategoryModel.ofLengthOne(amounts, count);
    return new Centre(Arrays.copyOf(found, count), Arrays.copyOf(amounts, count));
  }

  /** No more than so many are above it. */
  private static float least(float[] sums, int most) {
    if (sums.length <= most) {
      return 0;
    }
    var sorted = sums.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length - most - 1];
  }
}
