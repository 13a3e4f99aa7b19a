package io.sluice.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.sluice.document.DocumentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sluice bench documents}: takes the text of documents in children and by a node, and prints
 * documents an hour, beside what others do.
 */
@Command(
    name = "documents",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice bench documents [DIR] [OPTION...]",
    description = {
      "Measures how fast the text of documents is taken: by the children of a node that have just",
      "started, by those that have read some, and by a node with rows in a PostgreSQL of its own.",
      "With --peers beside pypdf, pdfminer and pdftotext, of which each reads in a pool of",
      "processes; how far words agree with those of pdftotext and mutool is told where they are.",
      "Without DIR it makes text PDFs."
    })
final class DocumentsBench implements Callable<Integer> {
  private final Function<CommandSpec, Config> settings;

  @Spec private CommandSpec spec;

  @Mixin private RoundOptions options;

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "Documents, whole folders of them.")
  private Path dir;

  @Option(names = "--peers", description = "Also measure other programs that are installed.")
  private boolean peers;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "500",
      description = "Documents to read, where they are made. Default: ${DEFAULT-VALUE}")
  private int count;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "1500",
      description = "So many more are read before it counts as warm. Default: ${DEFAULT-VALUE}")
  private int warmUp;

  @Option(
      names = "--pages",
      paramLabel = "N",
      defaultValue = "10",
      description = "Pages of those that are made. Default: ${DEFAULT-VALUE}")
  private int pages;

  DocumentsBench(Function<CommandSpec, Config> settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    options.check("--count", count);
    options.check("--warm-up", warmUp);
    options.check("--pages", pages);
    int rounds = options.rounds();
    if (dir != null && !Files.isDirectory(dir)) {
      throw options.wrong("DIR must be a directory, was " + dir);
    }
    try (var folder = ScratchFolder.create()) {
      var config =
          settings
              .apply(spec)
              .withValue(
                  "sluice.data-dir",
                  ConfigValueFactory.fromAnyRef(folder.folder("data").toString()));
      options.tell("making documents");
      var documents =
          BenchDocuments.of(
              JavaProgram.in(folder.folder("data"), config, List.of()),
              folder.folder("documents"),
              dir,
              count,
              warmUp,
              pages);
      if (documents.measured().isEmpty()) {
        throw options.wrong("DIR has no files: " + dir);
      }
      var round = new DocumentsRound(config, folder, documents, options::tell);
      var pools = peers && !documents.pdfs().isEmpty() ? pools(folder) : List.<PdfPool>of();
      var alone = round.alone(rounds, warmUp, pools);
      var versions = new EnumMap<DocumentPeer, String>(DocumentPeer.class);
      pools.forEach(pool -> versions.put(pool.peer(), pool.version()));
      var workers = DocumentSettings.from(config).workers();
      var report = new DocumentsReport(workers, warmUp, versions, alone, round.byNode());
      options.print(report.figures(), report::table);
    }
    return 0;
  }

  private List<PdfPool> pools(ScratchFolder folder) throws IOException, InterruptedException {
    var pools = new ArrayList<PdfPool>();
    for (var peer : DocumentPeer.values()) {
      var pool = PdfPool.find(peer, folder.folder("peers"));
      if (pool.isEmpty()) {
        options.tell("%s is not installed (%s of Debian)", peer.word(), peer.debian());
      }
      pool.ifPresent(pools::add);
    }
    return pools;
  }
}
