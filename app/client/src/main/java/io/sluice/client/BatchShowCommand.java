package io.sluice.client;

import io.sluice.view.BatchView;
import io.sluice.view.ClassificationView;
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
  private static final String DOCUMENTS = "documents";

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
            var view = NodeJson.read(answer, BatchView.class);
            var table = table(view);
            if (view.kind().equals(DOCUMENTS)) {
              add(table, NodeJson.read(api.get(classification(batch)), ClassificationView.class));
            }
            table.lines().forEach(options.out()::println);
          }
          printed.accept(answer);
        });
  }

  private static String classification(String batch) {
    return BatchCommand.path(batch) + "/classification";
  }

  private static void add(Table table, ClassificationView texts) {
    if (texts.pictures() > 0) {
      table.row("  waiting for OCR", Figures.count(texts.pictures()) + " pages");
    }
    table.row("  with text", Figures.count(texts.documents()));
    table.row(
        "  classified",
        "%s, %s to be looked at"
            .formatted(Figures.count(texts.classified()), Figures.count(texts.review())));
    table.row("  to be classified", Figures.count(texts.waiting()));
    if (texts.problem() != null) {
      table.row("  last failure", texts.problem());
    }
  }

  private static Table table(BatchView batch) {
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
    return table;
  }

  private static String listing(BatchView batch) {
    var all = batch.missed() == 0 ? ", all" : ", all that could be read";
    return batch.allListed() ? all : " so far";
  }
}
