package io.sluice.category;

import io.sluice.ledger.category.Categories;
import io.sluice.ledger.category.Categories.Category;
import io.sluice.ledger.category.CategoryExamples;
import io.sluice.persistence.Database;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Has the classifier for the categories and examples that there are now, and makes a new one when
 * these have changed. Thread-safe; blocks.
 */
public final class Classifiers {
  /** Changes when the same categories and examples are learned in another way. */
  private static final String WAY = "1";

  /** Examples of one category; of many categories fewer. */
  private static final int MOST_EACH = 500;

  private static final int MOST_TOGETHER = 5_000;
  private static final int LEAST_EACH = 10;
  private static final int VERSION = 16;

  private final Categories categories;
  private final CategoryExamples examples;
  private final ClassifierSettings settings;
  private final Executor threads;
  private long change = -1;
  private Optional<Classifier> present = Optional.empty();

  /**
   * @param threads that reckon
   */
  public Classifiers(Database database, ClassifierSettings settings, Executor threads) {
    categories = new Categories(database);
    examples = new CategoryExamples(database);
    this.settings = settings;
    this.threads = threads;
  }

  /** Empty where there is no category. */
  public synchronized Optional<Classifier> present() {
    long now = categories.change();
    if (now != change) {
      var all = categories.all();
      present = all.isEmpty() ? Optional.empty() : Optional.of(made(all));
      change = now;
    }
    return present;
  }

  private Classifier made(List<Category> all) {
    var version = sha256();
    add(version, WAY + " " + settings.reviewMargin());
    var lessons = new CategoryLessons();
    int most = Math.max(LEAST_EACH, Math.min(MOST_EACH, MOST_TOGETHER / all.size()));
    for (var category : all) {
      add(version, category.name());
      add(version, category.description());
      lessons.begin(category.name(), category.description());
      examples.each(
          category.name(),
          most,
          example -> {
            version.update(example.textHash());
            lessons.add(example.text());
          });
    }
    return new WordClassifier(
        lessons.model(),
        new ReviewRule(settings.reviewMargin()),
        HexFormat.of().formatHex(version.digest()).substring(0, VERSION),
        threads);
  }

  private static void add(MessageDigest digest, String text) {
    digest.update((text + "\0").getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
