package io.sluice.api;

import io.sluice.ledger.category.Categories;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.RequestBody;
import io.sluice.view.CategoriesView;
import io.sluice.view.CategoryView;
import io.sluice.view.LearnedView;
import io.sluice.words.CategoryName;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/** What documents are sorted into, and examples of it. */
final class CategoryOperations {
  private static final JsonBody<Description> DESCRIPTION =
      new JsonBody<>(Description.class, "CategoryDescription", "description");
  private static final int MOST = 2_000;

  private final ActorSystem<?> system;
  private final Categories categories;
  private final Blocking blocking;

  CategoryOperations(ActorSystem<?> system, Categories categories, Blocking blocking) {
    this.system = system;
    this.categories = categories;
    this.blocking = blocking;
  }

  private record Description(String description) {}

  Map<String, Operation> operations() {
    return Map.of(
        "listCategories",
        blocking.answering(call -> all()),
        "putCategory",
        call -> withBody(call, body -> put(name(call), body)),
        "removeCategory",
        blocking.responding(this::remove),
        "addExamples",
        call -> withBody(call, body -> learn(name(call), body)));
  }

  private CompletionStage<HttpResponse> withBody(Call call, Function<byte[], Object> view) {
    return RequestBody.whole(
        call.request(), system, body -> blocking.run(() -> Json.ok(view.apply(body))));
  }

  private CategoriesView all() {
    return new CategoriesView(categories.all().stream().map(CategoryOperations::view).toList());
  }

  private static CategoryView view(Categories.Category category) {
    return new CategoryView(
        category.name(),
        category.description(),
        category.examples(),
        Json.time(category.addedAt()));
  }

  private static String name(Call call) {
    try {
      return CategoryName.checked(call.text("category"));
    } catch (IllegalArgumentException e) {
      throw Problem.of(400, "wrong-name", "The name of a category " + e.getMessage())
          .in("category")
          .thrown();
    }
  }

  private CategoryView put(String name, byte[] body) {
    var wanted = DESCRIPTION.read(body);
    if (wanted.description == null || wanted.description.length() > MOST) {
      throw DESCRIPTION
          .wrong("description is missing, or longer than " + MOST + " characters")
          .in("description")
          .thrown();
    }
    return view(categories.put(name, wanted.description));
  }

  private HttpResponse remove(Call call) {
    if (!categories.remove(call.text("category"))) {
      throw Problem.of(
              404, "no-such-category", "There is no category " + Shown.of(call.text("category")))
          .in("category")
          .remedy("sluice category list, or GET /api/categories, tells which there are.")
          .thrown();
    }
    return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
  }

  private LearnedView learn(String name, byte[] body) {
    int learned = categories.learn(name, WantedExamples.read(body).contents());
    return new LearnedView(name, learned);
  }
}
