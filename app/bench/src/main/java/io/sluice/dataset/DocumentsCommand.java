package io.sluice.dataset;

import io.sluice.bench.ReportJson;
import io.sluice.sample.OutputFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code sluice dataset documents}: writes invented documents of many kinds, a folder a category.
 * It prints what was written; exit code 2 means that an option was wrong, 1 that a file could not
 * be written.
 */
@Command(
    name = "documents",
    mixinStandardHelpOptions = true,
    description = {
      "Writes documents of many kinds, a folder a category, the same for a seed: PDFs, office",
      "files, mails, pages of the web. manifest.jsonl says what each is.",
      "",
      "  sluice dataset documents --count 1000 --out /tmp/set",
      "  sluice submit documents /tmp/set/documents",
      ""
    })
final class DocumentsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the documents: a new or empty one.")
  private Path dir;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many documents. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--pages",
      paramLabel = "N",
      defaultValue = "10",
      description = "Pages of each, of some 420 words. Default: ${DEFAULT-VALUE}.")
  private int pages;

  @Option(
      names = "--kinds",
      paramLabel = "KIND",
      split = ",",
      description = "Only these of pdf, docx, xlsx, pptx, eml, html, txt, rtf and zip.")
  private List<String> kinds = List.of();

  @Option(
      names = "--poison",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Besides, so many that break who reads them: encrypted, cut off, empty, noise, five",
        "million letters, archives within archives... Default: ${DEFAULT-VALUE}."
      })
  private int poison;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Any number; the same one gives the same documents. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Option(
      names = "--force",
      description = "Write even if DIR holds files; those of the same names are replaced.")
  private boolean force;

  @Override
  public Integer call() {
    var options = checkedOptions();
    var folder = new OutputFolder(dir, force);
    try {
      folder.check(spec.commandLine());
      tell(new DocumentSet(options).write(dir));
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println(folder.complaint(e));
      return 1;
    }
  }

  private DocumentsOptions checkedOptions() {
    try {
      return new DocumentsOptions(
          count, pages, seed, poison, kinds.stream().map(DocumentFormat::of).toList());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void tell(DocumentFigures written) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.print(ReportJson.of(written) + System.lineSeparator());
      out.flush();
    } else {
      out.println(written.told() + ", to " + dir);
    }
  }
}
