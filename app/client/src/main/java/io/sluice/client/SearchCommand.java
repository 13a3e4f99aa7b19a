package io.sluice.client;

import io.sluice.view.SearchView;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice search WORDS...}: pages of documents that have these words. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description = {
      "Finds pages of documents by their words: all of them, \"in this order\", one or another,",
      "-without. The best come first.",
      "",
      "  sluice search annual leave",
      "  sluice search annual leave --category contracts",
      "  sluice search '\"annual leave\" -draft' --batch contracts",
      ""
    },
    footer = {"", "Exit code: 0 something was found, 1 nothing or a failure, 2 wrong usage."})
final class SearchCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "WORDS", arity = "1..*", description = "What to look for.")
  private List<String> words;

  @Option(names = "--batch", paramLabel = "BATCH", description = "Only documents of this batch.")
  private String batch;

  @Option(
      names = "--category",
      paramLabel = "CATEGORY",
      description = "Only documents of this category; other for those that are in none.")
  private String category;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many pages, up to 1000. Default: ${DEFAULT-VALUE}")
  private int limit;

  @Override
  public Integer call() throws IOException {
    var api = options.connect();
    var path =
        "/api/search?words=%s&limit=%d"
            .formatted(ApiClient.escaped(String.join(" ", words)), limit);
    if (batch != null) {
      path += "&batch=" + ApiClient.escaped(batch);
    }
    if (category != null) {
      path += "&category=" + ApiClient.escaped(category);
    }
    var answer = api.get(path);
    var found = NodeJson.read(answer, SearchView.class);
    if (options.json()) {
      options.out().println(NodeJson.line(answer));
    } else {
      print(found);
    }
    options.out().flush();
    return found.hits().isEmpty() ? 1 : 0;
  }

  private void print(SearchView found) {
    if (found.hits().isEmpty()) {
      options
          .out()
          .println(
              found.more()
                  ? "none of the pages that were looked at has it, and very many were not: add words"
                  : "no page has it");
      return;
    }
    var table = new Table(5, "batch", "item", "page", "document", "text");
    for (var hit : found.hits()) {
      table.row(
          hit.batch(),
          hit.item(),
          hit.page() == null ? "" : hit.page(),
          hit.part() == null ? hit.name() : hit.name() + "/" + hit.part(),
          hit.snippet() == null ? "" : hit.snippet().replaceAll("\\s+", " "));
    }
    table.lines().forEach(options.out()::println);
    if (found.more()) {
      options.out().println("Very many pages have it, and better ones may be missing: add words.");
    }
  }
}
