package io.sluice.dataset;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
  @Mixin private WrittenSet set;
  @Mixin private ServeOptions serve;

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

  @Override
  public Integer call() {
    return serve.filesBehind(this::write, set, "documents", "submit documents");
  }

  private int write() {
    return set.write(
        () -> {
          var formats = kinds.stream().map(DocumentFormat::of).toList();
          var options = new DocumentsOptions(set.count(), pages, set.seed(), poison, formats);
          return new DocumentSet(options)::write;
        },
        DocumentFigures::told);
  }
}
