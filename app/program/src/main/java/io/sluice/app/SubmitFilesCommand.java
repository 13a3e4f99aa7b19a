package io.sluice.app;

import io.sluice.file.FileKind;
import io.sluice.file.FileSource;
import io.sluice.ledger.batch.NewBatch;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice submit files SOURCE...}: stores files, each content once. */
@Command(
    name = "files",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice submit files [OPTION...] SOURCE...",
    description = {
      "Stores files in IMAGE_DIR and a row for each in PostgreSQL; what is there already is known",
      "by its content.",
      "",
      "  sluice submit files ~/Pictures",
      ""
    },
    footer = {
      "",
      "Exit code: 0 every item is stored, 1 something failed or was passed over, 2 wrong usage,",
      "3 out of memory, 130 interrupted; then batch resume goes on."
    })
final class SubmitFilesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SOURCE",
      arity = "1..*",
      description = "A directory with all below it, or a file.")
  private List<Path> sources;

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the batch, a new one.")
  private String name;

  @Option(
      names = "--follow-links",
      description = "Follow symbolic links in directories; else they are passed over.")
  private boolean followLinks;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var config = SettingFlags.load(spec).config();
    var display = ProgressDisplay.forThisTerminal(json);
    LogOutput.start(LogSettings.from(config), config, display);
    var roots = sources.stream().map(Path::toAbsolutePath).map(Path::toUri).map(URI::normalize);
    var source = new FileSource(roots.toList(), followLinks);
    var wanted =
        new NewBatch(Optional.ofNullable(name), FileKind.NAME, source.json(), Optional.empty());
    try (display) {
      return new SubmitHere(config, wanted).run(spec.commandLine().getOut(), json);
    }
  }
}
