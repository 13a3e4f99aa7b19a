package io.sluice.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice batch confusion BATCH --labels DIR}: how right the categories are. */
@Command(
    name = "confusion",
    mixinStandardHelpOptions = true,
    description = {
      "Compares the categories of a batch's documents with what people say they are: a directory",
      "with a folder for each category, in which the same files lie. Files are known by their",
      "content, whatever their names.",
      "",
      "  sluice batch confusion documents-1 --labels ~/sorted",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed, 2 wrong usage."})
final class BatchConfusionCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "BATCH", description = "Name or number of a batch of documents.")
  private String batch;

  @Option(
      names = "--labels",
      paramLabel = "DIR",
      required = true,
      description = "A directory with a folder for each category.")
  private Path labels;

  @Override
  public Integer call() throws IOException {
    var labelled = LabelledFiles.of(labels);
    labelled.problems().forEach(options::complain);
    var confusion = new Confusion(labelled.folders());
    ClassifiedItem.each(
        options.connect(),
        batch,
        item -> confusion.count(labelled.label(item.hash()).orElse(null), item));
    if (options.json()) {
      options.out().println(NodeJson.line(json(confusion, labelled)));
    } else {
      confusion.lines().forEach(options.out()::println);
      options.out().println(rest(confusion, labelled));
    }
    options.out().flush();
    return confusion.labelled() > 0 ? 0 : 1;
  }

  private static String rest(Confusion confusion, LabelledFiles labelled) {
    long absent = labelled.size() - confusion.labelled() - confusion.unclassified();
    return "%s of the batch have no label; %s with a label are not classified; %s that have one are not in the batch"
        .formatted(
            Figures.count(confusion.withoutLabel()),
            Figures.count(confusion.unclassified()),
            Figures.count(Math.max(0, absent)));
  }

  private static ObjectNode json(Confusion confusion, LabelledFiles labelled) {
    var json = confusion.json();
    json.put("labels", labelled.size());
    return json;
  }
}
