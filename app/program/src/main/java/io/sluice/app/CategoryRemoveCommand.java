package io.sluice.app;

import io.sluice.ledger.category.Categories;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice category remove NAME}: forgets one. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description = {
      "Forgets a category and its examples. Documents stay in it until they are classified again.",
      "",
      "  sluice category remove contracts",
      ""
    })
final class CategoryRemoveCommand extends CategoryAction {
  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name;

  @Override
  int on(Categories categories, PrintWriter out) {
    return categories.remove(name) ? 0 : refuse("there is no category " + name);
  }
}
