package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.terminal.Printable;
import io.sluice.view.BatchFailuresView;
import io.sluice.view.BatchItemsView;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice batch failures BATCH...}: why items failed, or those that failed so. */
@Command(
    name = "failures",
    mixinStandardHelpOptions = true,
    description = {
      "Counts the items of batches that failed or are dead, by reason; with a reason it lists them.",
      "",
      "  sluice batch failures files-1",
      "  sluice batch failures files-1 --reason missing",
      ""
    })
final class BatchFailuresCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "BATCH", arity = "1..*", description = "Batches.")
  private List<String> batches;

  @Option(names = "--reason", paramLabel = "REASON", description = "List those that failed so.")
  private String reason;

  @Override
  public Integer call() throws IOException {
    var api = options.connect();
    return EachName.of(
        options,
        batches,
        (batch, printed) -> {
          if (reason == null) {
            count(api, batch, printed);
          } else {
            list(api, batch, printed);
          }
        });
  }

  private void count(ApiClient api, String batch, Consumer<JsonNode> printed) throws IOException {
    var answer = api.get(BatchCommand.path(batch) + "/failures");
    var table = new Table(1, "batch", "items", "reason");
    NodeJson.read(answer, BatchFailuresView.class)
        .failures()
        .forEach(one -> table.row(batch, Figures.count(one.items()), one.reason()));
    answer.path("failures").forEach(printed);
    print(batch, table);
  }

  private void list(ApiClient api, String batch, Consumer<JsonNode> printed) throws IOException {
    var path = BatchCommand.path(batch) + "/items?reason=" + ApiClient.escaped(reason);
    var table = new Table(4, "batch", "number", "state", "address", "detail");
    NamedChannels.pages(
        api,
        path,
        "items",
        element -> {
          printed.accept(element);
          if (!options.json()) {
            var item = NodeJson.read(element, BatchItemsView.Item.class);
            table.row(batch, item.number(), item.state(), item.address(), item.detail());
          }
        });
    print(batch, table);
  }

  private void print(String batch, Table table) {
    if (options.json()) {
      return;
    }
    if (table.isEmpty()) {
      options.out().println(Printable.text(batch) + ": no failures");
    } else {
      table.lines().forEach(options.out()::println);
    }
  }
}
