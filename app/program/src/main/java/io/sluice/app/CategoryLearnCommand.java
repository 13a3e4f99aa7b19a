package io.sluice.app;

import io.sluice.document.DocumentKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice category learn DIR}: documents in folders become examples. */
@Command(
    name = "learn",
    mixinStandardHelpOptions = true,
    description = {
      "Reads the documents of a directory with a folder for each category, as a batch, and has them",
      "become examples; a category that is not there is added. With about ten examples each,",
      "categories are told apart by these. One that was in the wrong folder is learned anew from",
      "the right one: sort what sluice batch organise has made by hand, and learn it.",
      "",
      "  sluice category learn ~/sorted",
      ""
    },
    footer = {
      "",
      "Exit code: 0 all categories have examples, 1 something failed or could not be read, 2 wrong",
      "usage, 3 out of memory, 130 interrupted."
    })
final class CategoryLearnCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "A directory with a folder for each category.")
  private Path directory;

  @Option(
      names = "--send",
      description = "Where nodes have the batch: send them the files, also those they could read.")
  private boolean sends;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var config = SettingFlags.load(spec).config();
    var learning = LearnErrand.from(directory);
    var complaints = new Complaints(spec.commandLine().getErr());
    learning.problems().forEach(complaints::add);
    var wanted = new SourcesBatch.Wanted(DocumentKind.NAME, null, true, sends, true, false);
    return SourcesBatch.run(spec, config, wanted, learning, learning.sources());
  }
}
