package io.sluice.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.ledger.category.Categories;
import io.sluice.terminal.Printable;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice category list}: all of them. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Shows the categories, how many examples each has, and what belongs into it.")
final class CategoryListCommand extends CategoryAction {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--json", description = "Print them as JSON.")
  private boolean json;

  /** As it is printed. */
  private record Line(String name, long examples, String description) {
    static Line of(Categories.Category category) {
      return new Line(category.name(), category.examples(), category.description());
    }
  }

  @Override
  int on(Categories categories, PrintWriter out) {
    var lines = categories.all().stream().map(Line::of).toList();
    if (json) {
      out.println(json(lines));
    } else if (lines.isEmpty()) {
      out.println("no categories: add some with sluice category add, or category learn");
    } else {
      int width = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
      lines.forEach(
          line ->
              out.println(
                  Printable.text(
                      ("%-" + width + "s  %7d examples  %s")
                          .formatted(line.name(), line.examples(), line.description())
                          .stripTrailing())));
    }
    return 0;
  }

  private static String json(List<Line> lines) {
    try {
      return Printable.json(JSON.writeValueAsString(lines));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts have a JSON form", e);
    }
  }
}
