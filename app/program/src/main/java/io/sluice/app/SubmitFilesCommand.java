package io.sluice.app;

import io.sluice.file.FileKind;
import picocli.CommandLine.Command;

/** {@code sluice submit files [SOURCE...]}: stores files, each content once. */
@Command(
    name = "files",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice submit files [OPTION...] [SOURCE...]",
    description = {
      "Stores files in IMAGE_DIR, or in S3 where STORAGE_MODE says so, and a row for each in",
      "PostgreSQL; what is there already is known by its content. Where nodes are at work on the",
      "database it gives them the batch: they read the files where these lie, below SOURCE_ROOTS,",
      "and what they cannot read is sent to them. Otherwise it works on the batch itself.",
      "",
      "  sluice submit files ~/Pictures",
      "  sluice submit files --wait --name may /data/may",
      "  sluice submit files https://example.org/a.pdf --list addresses.txt",
      "  sluice submit files s3://bucket/2026/",
      "  find . -name '*.pdf' | sluice submit files -",
      ""
    },
    footer = {
      "",
      "Exit code: 0 every item is stored, or the nodes have the batch, 1 something failed or could",
      "not be looked at, 2 wrong usage, 3 out of memory, 130 interrupted.",
      "Sending that was interrupted goes on with the same command: what is there is not sent again.",
      "After Ctrl+C a batch that nodes have goes on there; one that this command worked on is",
      "paused, and sluice batch resume has nodes go on."
    })
final class SubmitFilesCommand extends SubmitSources {
  SubmitFilesCommand() {
    super(FileKind.NAME);
  }
}
