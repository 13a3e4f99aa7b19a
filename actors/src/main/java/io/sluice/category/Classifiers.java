package io.sluice.category;

import io.sluice.category.ClassifierSettings.Choice;
import io.sluice.embedding.Embedder;
import io.sluice.ledger.category.Categories;
import io.sluice.persistence.Database;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Has the classifier for the categories, examples and models that there are now, and makes a new
 * one when these have changed. Thread-safe; blocks.
 */
public final class Classifiers {
  /** With fewer examples of a category, descriptions tell more. */
  private static final int ENOUGH = 10;

  /**
   * Vectors lie further apart than words: with twice the margin as many texts are sure, and about
   * as many of these right.
   */
  private static final double WIDER = 2;

  private final Categories categories;
  private final Learning learning;
  private final Endpoints endpoints;
  private final ClassifierSettings settings;
  private final Embedder embedder;
  private final Executor threads;
  private long change = -1;
  private Optional<Learned> learned = Optional.empty();
  private Optional<EndpointModel> model = Optional.empty();
  private Optional<Classifier> present = Optional.empty();

  /**
   * @param threads that reckon
   */
  Classifiers(
      Database database,
      ClassifierSettings settings,
      Embedder embedder,
      Endpoints endpoints,
      Executor threads) {
    categories = new Categories(database);
    learning = new Learning(database);
    this.settings = settings;
    this.embedder = embedder;
    this.endpoints = endpoints;
    this.threads = threads;
  }

  /** Empty where there is no category. */
  public synchronized Optional<Classifier> present() {
    long now = categories.change();
    var asked = endpoints.now();
    if (now != change) {
      var all = categories.all();
      learned = all.isEmpty() ? Optional.empty() : Optional.of(learning.of(all));
    }
    if (now != change || !asked.equals(model)) {
      model = asked;
      present = learned.map(this::made);
      change = now;
    }
    return present;
  }

  private Classifier made(Learned known) {
    boolean alone = settings.choice() == Choice.OLLAMA || settings.choice() == Choice.OPENAI;
    var asking = model.map(endpoint -> asking(endpoint, known));
    if (asking.isPresent() && alone) {
      return asking.get();
    }
    var first = inProcess(known);
    return asking.<Classifier>map(second -> new DoubtClassifier(first, second)).orElse(first);
  }

  private static AskingClassifier asking(EndpointModel endpoint, Learned known) {
    return new AskingClassifier(
        endpoint, known.categories(), known.version("model " + endpoint.version(), false));
  }

  private Classifier inProcess(Learned known) {
    if (known.fewestExamples() >= ENOUGH) {
      var rule = new ReviewRule(settings.reviewMargin());
      return new WordClassifier(
          known.words(), rule, known.version("words " + rule.margin(), true), threads);
    }
    var rule = new ReviewRule(WIDER * settings.reviewMargin());
    var way = "vectors " + Embedder.VERSION + " " + rule.margin();
    return new VectorClassifier(embedder, known.samples(), rule, known.version(way, true));
  }
}
