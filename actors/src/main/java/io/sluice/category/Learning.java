package io.sluice.category;

import io.sluice.embedding.CategorySample;
import io.sluice.ledger.category.Categories.Category;
import io.sluice.ledger.category.CategoryExamples;
import io.sluice.ledger.category.CategoryExamples.Example;
import io.sluice.persistence.Database;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Learns categories by their examples, of which only some are here at once. Blocks. */
final class Learning {
  /** Changes when the same is learned in another way. */
  private static final String WAY = "1";

  /** Examples of one category; of many categories fewer. */
  private static final int MOST_EACH = 500;

  private static final int MOST_TOGETHER = 5_000;
  private static final int LEAST_EACH = 10;

  /** Examples whose whole text is kept. */
  private static final int KEPT = 10;

  private final CategoryExamples examples;

  Learning(Database database) {
    examples = new CategoryExamples(database);
  }

  Learned of(List<Category> categories) {
    int most = Math.max(LEAST_EACH, Math.min(MOST_EACH, MOST_TOGETHER / categories.size()));
    var lessons = new CategoryLessons();
    var samples = new ArrayList<CategorySample>();
    var said = sha256();
    var shown = sha256();
    add(shown, WAY);
    int fewest = most;
    for (var category : categories) {
      add(said, category.name());
      add(said, category.description());
      add(shown, category.name());
      lessons.begin(category.name(), category.description());
      var kept = new ArrayList<String>();
      int count =
          examples.each(
              category.name(),
              most,
              example -> {
                learn(example, lessons, shown);
                if (kept.size() < KEPT) {
                  kept.add(example.text());
                }
              });
      fewest = Math.min(fewest, count);
      samples.add(new CategorySample(category.name(), category.description(), kept));
    }
    return new Learned(categories, samples, fewest, lessons.model(), hex(said), hex(shown));
  }

  private static void learn(Example example, CategoryLessons lessons, MessageDigest shown) {
    shown.update(example.textHash());
    lessons.add(example.text());
  }

  private static void add(MessageDigest digest, String text) {
    digest.update((text + "\0").getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
