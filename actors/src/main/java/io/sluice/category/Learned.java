package io.sluice.category;

import io.sluice.blob.Sha256;
import io.sluice.embedding.CategorySample;
import io.sluice.ledger.category.Categories.Category;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * What was learned of categories and their examples.
 *
 * @param samples with few examples of each
 * @param fewestExamples that one of them has
 * @param words model of their words
 * @param descriptions hash of what is said of them
 * @param examples hash of these
 */
record Learned(
    List<Category> categories,
    List<CategorySample> samples,
    int fewestExamples,
    CategoryModel words,
    String descriptions,
    String examples) {
  private static final int LENGTH = 16;

  /**
   * What is decided by all this in a way.
   *
   * @param byExamples whether these have a say
   */
  String version(String way, boolean byExamples) {
    var all = way + "\n" + descriptions + (byExamples ? "\n" + examples : "");
    return HexFormat.of()
        .formatHex(Sha256.of(all.getBytes(StandardCharsets.UTF_8)))
        .substring(0, LENGTH);
  }
}
