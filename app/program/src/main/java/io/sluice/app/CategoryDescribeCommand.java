package io.sluice.app;

import io.sluice.ledger.category.Categories;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice category describe NAME TEXT}: says what belongs into one. */
@Command(
    name = "describe",
    mixinStandardHelpOptions = true,
    description = {
      "Gives a category another description.",
      "",
      "  sluice category describe contracts 'what two parties agree on: leases, sales'",
      ""
    })
final class CategoryDescribeCommand extends CategoryAction {
  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name;

  @Parameters(paramLabel = "TEXT", description = "What belongs into it.")
  private String description;

  @Override
  int on(Categories categories, PrintWriter out) {
    if (categories.find(name).isEmpty()) {
      return refuse("there is no category %s: sluice category add makes it".formatted(name));
    }
    categories.put(name, description);
    return 0;
  }
}
