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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code sluice bench files}: stores small files with a node and with a plain consumer in Python,
 * in turn, and prints files a second beside what the disk can do.
 */
@Command(
    name = "files",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice bench files [OPTION...]",
    description = {
      "Measures how fast small files are stored, with a row for each: by a node, by a plain",
      "consumer in Python (from a checkout, with psycopg2), and by the disk alone. Each stores as",
      "many others first, since it runs for long where it is used.",
      "It has a PostgreSQL and a directory of its own."
    })
final class FilesBench implements Callable<Integer> {
  private final Function<CommandSpec, Config> settings;

  @Spec private CommandSpec spec;

  @Mixin private RoundOptions options;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "4000",
      description = {
        "Files to store, and as many before them. Default: ${DEFAULT-VALUE},",
        "with which a round takes a minute and a half, on a busy machine two."
      })
  private int count;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Length of each. Default: ${DEFAULT-VALUE}")
  private int bytes;

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
    options.check("--count", count);
    options.check("--bytes", bytes);
    int rounds = options.rounds();
    if (disk != null && !Files.isDirectory(disk)) {
      throw options.wrong("--disk must be a directory, was " + disk);
    }
    var config = settings.apply(spec);
    try (var folder = disk == null ? ScratchFolder.create() : ScratchFolder.create(disk)) {
      var files = folder.folder("files");
      var first = BenchFiles.write(files.resolve("first"), count, bytes);
      var measured = BenchFiles.write(files.resolve("measured"), count, bytes);
      var consumer = consumer();
      var round = new FilesRound(config, folder, first, measured, consumer);
      var report = new FilesReport(count, bytes, consumer.map(PlainConsumer::driver).orElse(""));
      for (int number = 1; number <= rounds; number++) {
        int now = number;
        report.add(round.run(what -> options.tell("round %d of %d: %s", now, rounds, what)));
      }
      options.print(report.figures(), report::table);
    }
    return 0;
  }

  private Optional<PlainConsumer> consumer() throws IOException, InterruptedException {
    var script = PythonProgram.inCheckout(PlainConsumer.SCRIPT);
    if (script.isEmpty()) {
      options.tell("%s is not there: only Sluice is measured", PlainConsumer.SCRIPT);
      return Optional.empty();
    }
    var consumer = PythonProgram.find(script.get()).map(PlainConsumer::new);
    if (consumer.isEmpty()) {
      options.tell("no Python here has psycopg2 (python3-psycopg2): only Sluice is measured");
    }
    return consumer;
  }
}
