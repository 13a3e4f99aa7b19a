package io.sluice.bench;

import com.typesafe.config.Config;
import io.sluice.ledger.document.DocumentSearch;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.persistence.EmbeddedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code sluice bench search}: looks for words of several kinds in a database of invented pages,
 * and prints how long that takes.
 */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice bench search [OPTION...]",
    description = {
      "Measures how long searches take among many pages of documents, as GET /api/search does",
      "them, in a PostgreSQL of its own. A million pages take ten minutes and 5 GB to make."
    })
final class SearchBench implements Callable<Integer> {
  private static final int HITS = 20;

  private final Function<CommandSpec, Config> settings;

  @Spec private CommandSpec spec;

  @Mixin private RoundOptions options;

  @Option(
      names = "--pages",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many there are. Default: ${DEFAULT-VALUE}")
  private int pages;

  @Option(
      names = "--disk",
      paramLabel = "DIR",
      description = "A directory for them; without it that of temporary files.")
  private Path disk;

  SearchBench(Function<CommandSpec, Config> settings) {
    this.settings = settings;
  }

  /**
   * Searches of one kind.
   *
   * @param words example
   * @param p50 milliseconds
   * @param hits of all searches
   */
  record Line(
      String kind, String words, int searches, double p50, double p95, double max, int hits) {}

  @Override
  public Integer call() throws IOException, SQLException {
    options.check("--pages", pages);
    int rounds = 10 * options.rounds();
    if (disk != null && !Files.isDirectory(disk)) {
      throw options.wrong("--disk must be a directory, was " + disk);
    }
    try (var folder = disk == null ? ScratchFolder.create() : ScratchFolder.create(disk);
        var server = EmbeddedServer.start(folder.folder("server"));
        var scratch = ScratchDatabase.create(server.address());
        var connection = scratch.connect();
        var database =
            Database.open(scratch.rewriting(false), DatabaseSettings.from(settings.apply(spec)))) {
      var made = new SearchPages(connection, options::tell);
      made.write(pages);
      print(made.megabytes(), lines(new DocumentSearch(database), made, rounds));
    }
    return 0;
  }

  /** Makes the words of one search. */
  private interface Wanted {
    String words(Random random) throws SQLException;
  }

  private List<Line> lines(DocumentSearch search, SearchPages made, int rounds)
      throws SQLException {
    Wanted frequent = random -> "w" + (1 + random.nextInt(20));
    Wanted common = random -> "w" + (100 + random.nextInt(400));
    Wanted rare = random -> "w" + (20_000 + random.nextInt(SearchPages.VOCABULARY - 20_000));
    var lines = new ArrayList<Line>();
    lines.add(line("on one page", search, null, rounds, random -> "only" + random.nextInt(pages)));
    lines.add(line("a rare word", search, null, rounds, rare));
    lines.add(line("a common word", search, null, rounds, common));
    lines.add(line("on nearly all pages", search, null, rounds, frequent));
    lines.add(
        line(
            "three common words",
            search,
            null,
            rounds,
            random ->
                common.words(random) + " " + common.words(random) + " " + common.words(random)));
    lines.add(
        line(
            "three frequent words",
            search,
            null,
            rounds,
            random ->
                frequent.words(random)
                    + " "
                    + frequent.words(random)
                    + " "
                    + frequent.words(random)));
    lines.add(
        line(
            "a frequent and a rare word",
            search,
            null,
            rounds,
            random -> frequent.words(random) + " " + rare.words(random)));
    lines.add(
        line(
            "a frequent word without another",
            search,
            null,
            rounds,
            random -> frequent.words(random) + " -" + common.words(random)));
    lines.add(
        line(
            "one word or another",
            search,
            null,
            rounds,
            random -> common.words(random) + " or " + rare.words(random)));
    lines.add(
        line(
            "a phrase of three",
            search,
            null,
            rounds,
            random -> '"' + made.phrase(3, random.nextInt()) + '"'));
    lines.add(
        line(
            "a phrase of frequent words",
            search,
            null,
            rounds,
            random -> '"' + frequent.words(random) + " " + frequent.words(random) + '"'));
    lines.add(line("a common word in one batch", search, 3L, rounds, common));
    lines.add(line("a frequent word in one batch", search, 3L, rounds, frequent));
    return lines;
  }

  private Line line(String kind, DocumentSearch search, Long batch, int searches, Wanted wanted)
      throws SQLException {
    options.tell(kind);
    var random = new Random(kind.hashCode());
    var times = new double[searches];
    int hits = 0;
    String words = "";
    for (int i = 0; i < searches; i++) {
      words = wanted.words(random);
      long began = System.nanoTime();
      hits += search.find(words, batch, null, HITS).hits().size();
      times[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(times);
    return new Line(
        kind,
        words,
        searches,
        times[searches / 2],
        times[Math.min(searches - 1, (int) Math.ceil(0.95 * searches) - 1)],
        times[searches - 1],
        hits);
  }

  private void print(long megabytes, List<Line> lines) throws IOException {
    var figures = new LinkedHashMap<String, Object>();
    figures.put("pages", pages);
    figures.put("megabytes", megabytes);
    figures.put("searches", lines);
    options.print(figures, out -> table(out, megabytes, lines));
  }

  private void table(PrintWriter out, long megabytes, List<Line> lines) {
    out.printf("%,d pages, %,d MB with their index%n", pages, megabytes);
    out.printf(
        "%-32s %9s %9s %9s %9s %7s%n", "search for", "searches", "p50 ms", "p95 ms", "max", "hits");
    for (var line : lines) {
      out.printf(
          "%-32s %9d %9.1f %9.1f %9.1f %7d%n",
          line.kind(), line.searches(), line.p50(), line.p95(), line.max(), line.hits());
    }
  }
}
