package io.sluice.app;

import io.sluice.document.DocumentKind;
import picocli.CommandLine.Command;

/** {@code sluice submit documents [SOURCE...]}: reads documents, each content once. */
@Command(
    name = "documents",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice submit documents [OPTION...] [SOURCE...]",
    description = {
      "Reads the text of documents (PDF, office files, mails, web pages, archives of them), page by",
      "page, and stores what finds it in PostgreSQL; the text itself with STORE_FULL_CONTENT. Each",
      "is read in a process of its own kind, so that none that is broken costs another one. Where",
      "nodes are at work on the database it gives them the batch, as sluice submit files does.",
      "",
      "  sluice submit documents ~/contracts --wait",
      "  sluice submit documents ~/locked --passwords passwords.txt",
      "  sluice submit documents s3://bucket/contracts/",
      ""
    },
    footer = {
      "",
      "Exit code: 0 every document was read, or the nodes have the batch, 1 something failed or",
      "could not be looked at, 2 wrong usage, 3 out of memory, 130 interrupted."
    })
final class SubmitDocumentsCommand extends SubmitSources {
  SubmitDocumentsCommand() {
    super(DocumentKind.NAME);
  }
}
