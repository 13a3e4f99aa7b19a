package io.sluice.app;

import io.sluice.ledger.category.Categories;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice category add NAME}: a new one. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Adds a category.",
      "",
      "  sluice category add contracts --description 'what two parties agree on: leases, sales'",
      ""
    })
final class CategoryAddCommand extends CategoryAction {
  @Parameters(paramLabel = "NAME", description = "Its name, which a folder could have.")
  private String name;

  @Option(
      names = "--description",
      paramLabel = "TEXT",
      defaultValue = "",
      description =
          "What belongs into it, with words that its documents have: by these documents are"
              + " classified as long as the category has few examples.")
  private String description;

  @Override
  void check() {
    checkName(name);
  }

  @Override
  int on(Categories categories, PrintWriter out) {
    if (categories.find(name).isPresent()) {
      return refuse(
          "there is a category %s already: sluice category describe gives it another description"
              .formatted(name));
    }
    categories.put(name, description);
    return 0;
  }
}
