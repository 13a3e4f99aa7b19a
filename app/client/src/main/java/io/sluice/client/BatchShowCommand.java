package io.sluice.client;

import io.sluice.view.BatchView;
import io.sluice.words.MissedWords;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice batch show BATCH...}: all about batches. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {"Shows all about batches.", "", "  sluice batch show files-1", ""})
final class BatchShowCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "BATCH", arity = "1..*", description = "Batches.")
  private List<String> batches;

  @Override
  public Integer call() throws IOException {
    var api = options.connect();
    return EachName.of(
        options,
        batches,
        (batch, printed) -> {
          var answer = api.get(BatchCommand.path(batch));
          if (!options.json()) {
            lines(NodeJson.read(answer, BatchView.class)).forEach(options.out()::println);
          }
          printed.accept(answer);
        });
  }

  private static List<String> lines(BatchView batch) {
    var counters = batch.counters();
    var table = new Table(2, batch.name(), batch.kind());
    table.row("  number", batch.id());
    table.row("  state", batch.state());
    if (batch.reason() != null) {
      table.row("  reason", batch.reason());
    }
    if (batch.lastError() != null) {
      table.row("  last trouble", batch.lastError());
    }
    if (batch.source() != null) {
      batch.source().paths().forEach(path -> table.row("  from", path));
      batch.source().addresses().forEach(address -> table.row("  from", address));
      batch.source().lists().forEach(list -> table.row("  list", list));
      table.row("  links", batch.source().followLinks() ? "followed" : "passed over");
    }
    table.row("  listed", Figures.count(counters.listed()) + listing(batch));
    table.row("  progress", BatchLine.percent(batch) + "%" + BatchLine.left(batch));
    table.row("  stored", Figures.count(counters.done()));
    table.row("  duplicates", Figures.count(counters.duplicates()));
    table.row("  failed", Figures.count(counters.failed()));
    table.row("  dead", Figures.count(counters.dead()));
    table.row("  bytes", Figures.megabytes(counters.bytes()));
    table.row("  passed over", Figures.parts(batch.passedOver()));
    table.row("  missed", batch.missed() == 0 ? "nothing" : MissedWords.of(batch.missed()));
    table.row(
        "  rate",
        "%s items/s, %s/s"
            .formatted(
                Figures.rate(batch.rate().itemsPerSecond()),
                Figures.megabytes((long) batch.rate().bytesPerSecond())));
    table.row("  created", batch.createdAt());
    table.row("  changed", batch.changedAt());
    if (batch.endedAt() != null) {
      table.row("  ended", batch.endedAt());
    }
    return table.lines();
  }

  private static String listing(BatchView batch) {
    var all = batch.missed() == 0 ? ", all" : ", all that could be read";
    return batch.allListed() ? all : " so far";
  }
}
