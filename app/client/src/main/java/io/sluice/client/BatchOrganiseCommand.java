package io.sluice.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice batch organise BATCH --into DIR}: a folder for each category. */
@Command(
    name = "organise",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a folder for each category with the documents of a batch that are in it, as links or",
      "copies, and manifest.json, which tells of each where it came from. Documents that a person",
      "is to look at lie in the folder other. The documents must lie on this machine, where the",
      "batch found them. Done again, it adds what is missing and moves what is in another category",
      "now.",
      "",
      "  sluice batch organise documents-1 --into ~/sorted --link",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed or could not be taken, 2 wrong usage."})
final class BatchOrganiseCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "BATCH", description = "Name or number of a batch of documents.")
  private String batch;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      required = true,
      description = "Where the folders are made.")
  private Path into;

  @ArgGroup(multiplicity = "1")
  private Way way;

  /** How a document gets into its folder. */
  static final class Way {
    @Option(names = "--link", required = true, description = "Symbolic links to the documents.")
    private boolean link;

    @Option(names = "--copy", required = true, description = "Copies of the documents.")
    private boolean copy;
  }

  @Override
  public Integer call() throws IOException {
    var api = options.connect();
    try (var folders = CategoryFolders.open(into.toAbsolutePath().normalize(), way.copy)) {
      ClassifiedItem.each(api, batch, folders::take);
      folders.finish();
      if (options.json()) {
        options.out().println(NodeJson.line(folders.json()));
      } else {
        folders.lines().forEach(options.out()::println);
      }
      options.out().flush();
      folders.problems().forEach(options::complain);
      return folders.problems().isEmpty() ? 0 : 1;
    }
  }
}
