package io.sluice.category;

import io.sluice.ledger.category.Categories.Category;
import io.sluice.ledger.category.Verdict;
import io.sluice.model.CategoryText;
import io.sluice.model.ModelClassifier;
import io.sluice.model.ModelFailure;
import io.sluice.words.CategoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Has a model of an endpoint say which category a text is in, or that it is in none. */
final class AskingClassifier implements Classifier {
  private static final String NONE = "what fits none of the others";

  /** Beyond those that are asked at once, so that none waits for the database. */
  private static final int AHEAD = 2;

  private final EndpointModel model;
  private final ModelClassifier classifier;
  private final List<CategoryText> categories;
  private final String version;

  AskingClassifier(EndpointModel model, List<Category> categories, String version) {
    this.model = model;
    this.version = version;
    classifier = new ModelClassifier(model.client());
    var all = new ArrayList<CategoryText>();
    categories.forEach(one -> all.add(new CategoryText(one.name(), one.description())));
    all.add(new CategoryText(CategoryName.OTHER, NONE));
    this.categories = List.copyOf(all);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public int atOnce() {
    return model.client().width() + AHEAD;
  }

  @Override
  public CompletionStage<Verdict> classify(String sample) {
    return classifier
        .classify(categories, Sample.head(sample), Sample.tail(sample))
        .thenApply(said -> verdict(said.category(), false, said.reason()))
        .exceptionallyCompose(this::failed);
  }

  /** Asked again, it would say the same of this text; all other failures are for later. */
  private CompletionStage<Verdict> failed(Throwable failure) {
    var known = ModelFailure.unwrapped(failure);
    return known.kind().scope() == ModelFailure.Scope.ONE
        ? CompletableFuture.completedFuture(
            verdict(CategoryName.OTHER, true, "the model gave no category: " + known.getMessage()))
        : CompletableFuture.failedFuture(failure);
  }

  private Verdict verdict(String category, boolean review, String reason) {
    return new Verdict(category, review, reason, List.of(), null, model.name());
  }
}
