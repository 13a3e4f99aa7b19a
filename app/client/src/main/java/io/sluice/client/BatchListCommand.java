package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.terminal.Printable;
import io.sluice.view.BatchView;
import io.sluice.words.MissedWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice batch list}: a line for each batch of the node. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the batches, the newest first.",
      "",
      "  sluice batch list",
      "  sluice batch list --state running",
      ""
    })
final class BatchListCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "Only those in this state: created, listing, running, paused, completed, cancelled or"
              + " failed.")
  private String state;

  @Option(names = "--names", description = "Print nothing but names, one a line.")
  private boolean names;

  @Override
  public Integer call() throws IOException {
    var api = options.connect();
    var path = "/api/batches" + (state == null ? "" : "?state=" + ApiClient.escaped(state));
    if (options.json()) {
      try (var array = new JsonArray(options.out())) {
        NamedChannels.pages(api, path, "batches", array::add);
      }
    } else if (names) {
      NamedChannels.pages(api, path, "batches", this::printName);
    } else {
      print(api, path);
    }
    options.out().flush();
    return 0;
  }

  private void printName(JsonNode element) throws IOException {
    options.out().println(Printable.text(NodeJson.read(element, BatchView.class).name()));
  }

  private void print(ApiClient api, String path) throws IOException {
    var table =
        new Table(
            4,
            "id",
            "batch",
            "kind",
            "state",
            "done",
            "listed",
            "stored",
            "duplicates",
            "failed",
            "items/s",
            "created");
    var complaints = new ArrayList<String>();
    NamedChannels.pages(
        api,
        path,
        "batches",
        element -> {
          var batch = NodeJson.read(element, BatchView.class);
          var counters = batch.counters();
          table.row(
              batch.id(),
              batch.name(),
              batch.kind(),
              batch.state(),
              BatchLine.percent(batch) + "%",
              Figures.count(counters.listed()),
              Figures.count(counters.done()),
              Figures.count(counters.duplicates()),
              Figures.count(counters.failed() + counters.dead()),
              Figures.rate(batch.rate().itemsPerSecond()),
              batch.createdAt());
          if (batch.missed() > 0) {
            complaints.add(Printable.text(batch.name() + ": " + MissedWords.of(batch.missed())));
          }
          if (batch.reason() != null) {
            complaints.add(Printable.text(batch.name() + ": " + batch.reason()));
          }
        });
    if (!table.isEmpty()) {
      table.lines().forEach(options.out()::println);
    } else if (state == null) {
      options.out().println("no batches yet: sluice submit files DIRECTORY");
    } else {
      options.out().println("no batch is " + Printable.text(state));
    }
    complaints.forEach(options.out()::println);
  }
}
