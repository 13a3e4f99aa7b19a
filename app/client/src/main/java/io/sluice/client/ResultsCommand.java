package io.sluice.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice results BATCH}: what has become of each item of a batch. */
@Command(
    name = "results",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what has become of each item of a batch, a line each: its number, state, reason,"
          + " detail and address, and of what was stored filename, size, mime_type, hash (SHA-256)"
          + " and storage_url.",
      "",
      "  sluice results files-1 --out results.csv",
      "  sluice results files-1 --format jsonl --state failed,dead | jq .address",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed, 2 wrong usage."})
final class ResultsCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "BATCH", description = "Name or number of a batch.")
  private String batch;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; csv by default, and jsonl with --json.")
  private Format format;

  @Option(
      names = "--escape-formulas",
      negatable = true,
      description =
          "Of csv: put an apostrophe before texts that spreadsheets would take for a formula, such"
              + " as a name that begins with =. This is so for websites, unless it is negated.")
  private Boolean escapeFormulas;

  @Option(
      names = "--state",
      paramLabel = "STATES",
      description = "Only these, between commas: pending, done, duplicate, failed, dead.")
  private String states;

  @Option(
      names = "--parts",
      description =
          "Of documents: with a line for each document within one, such as the files of an archive,"
              + " or why it was not read.")
  private boolean parts;

  @Option(names = "--approved", description = "Of websites: only those whose message was approved.")
  private boolean approved;

  @Option(
      names = "--full-text",
      description = "Of documents: with all text that is stored of each, see STORE_FULL_CONTENT.")
  private boolean fullText;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write to this file; it is there when all of it is.")
  private Path file;

  /** In which form; the node knows them by these names. */
  enum Format {
    csv("text/csv"),
    jsonl("application/jsonl");

    private final String type;

    Format(String type) {
      this.type = type;
    }
  }

  @Override
  public Integer call() throws IOException {
    var api = options.connect();
    var wanted = format != null ? format : options.json() ? Format.jsonl : Format.csv;
    if (Boolean.TRUE.equals(escapeFormulas) && wanted != Format.csv) {
      throw options.wrong("--escape-formulas is for csv, and " + wanted + " has no formulas");
    }
    var path = BatchCommand.path(batch) + "/results?format=" + wanted;
    if (escapeFormulas != null && wanted == Format.csv) {
      path += "&formulas=" + (escapeFormulas ? "escape" : "raw");
    }
    if (states != null) {
      path += "&state=" + ApiClient.escaped(states);
    }
    if (parts) {
      path += "&parts=true";
    }
    if (approved) {
      path += "&approved=true";
    }
    if (fullText) {
      path += "&full-text=true";
    }
    try (var results = api.download(path, wanted.type)) {
      if (file != null) {
        save(results);
      } else if (options.isTerminal()) {
        results.lines(options.out()::println);
      } else {
        // Another program reads it, as it is.
        OutputStream out = System.out;
        results.to(out);
      }
    }
    return 0;
  }

  private void save(Download results) throws IOException {
    var part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (var out = Files.newOutputStream(part)) {
        results.to(out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
