package io.sluice.bench;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code sluice bench files}: stores small files with {@code submit files} and with a plain
 * consumer in Python, in turn, and prints files a second beside what the disk can do.
 */
@Command(
    name = "files",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice bench files [OPTION...]",
    description = {
      "Measures how fast small files are stored, with a row for each: by submit files, by a plain",
      "consumer in Python (from a checkout, with psycopg2), and by the disk alone.",
      "It has a PostgreSQL and a directory of its own."
    })
final class FilesBench implements Callable<Integer> {
  private final Function<CommandSpec, Config> settings;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "8000",
      description = "Files to store. Default: ${DEFAULT-VALUE}")
  private int count;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Length of each. Default: ${DEFAULT-VALUE}")
  private int bytes;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often all is measured; medians are printed. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--disk",
      paramLabel = "DIR",
      description = "A directory of the disk to measure; without it that of temporary files.")
  private Path disk;

  FilesBench(Function<CommandSpec, Config> settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException, SQLException {
    check("--count", count);
    check("--bytes", bytes);
    check("--rounds", rounds);
    if (disk != null && !Files.isDirectory(disk)) {
      throw new ParameterException(spec.commandLine(), "--disk must be a directory, was " + disk);
    }
    var config = settings.apply(spec);
    try (var folder = disk == null ? ScratchFolder.create() : ScratchFolder.create(disk)) {
      var files = BenchFiles.write(folder.folder("files"), count, bytes);
      var round = new FilesRound(config, folder, files, consumer());
      var report = new FilesReport(count, bytes, round.driver());
      for (int number = 1; number <= rounds; number++) {
        int now = number;
        report.add(round.run(now, what -> tell("round %d of %d: %s", now, rounds, what)));
      }
      report.print(spec.commandLine().getOut(), json);
    }
    return 0;
  }

  private void check(String option, int value) {
    if (value < 1) {
      throw new ParameterException(spec.commandLine(), option + " must be 1 or more, was " + value);
    }
  }

  private Optional<PlainConsumer> consumer() throws IOException, InterruptedException {
    var script = PlainConsumer.findScript();
    if (script.isEmpty()) {
      tell("%s is not there: only Sluice is measured", PlainConsumer.SCRIPT);
      return Optional.empty();
    }
    var consumer = PlainConsumer.find(script.get());
    if (consumer.isEmpty()) {
      tell("no Python here has psycopg2 (python3-psycopg2): only Sluice is measured");
    }
    return consumer;
  }

  private void tell(String words, Object... values) {
    spec.commandLine().getErr().println("sluice: " + words.formatted(values));
  }
}
