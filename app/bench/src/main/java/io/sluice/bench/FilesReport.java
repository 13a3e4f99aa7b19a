package io.sluice.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Files a second of all ways, medians of some rounds; a ratio is the median of the rounds' own. */
final class FilesReport {
  private final int count;
  private final int bytes;
  private final String driver;
  private final List<FilesRound.Figures> rounds = new ArrayList<>();

  /**
   * One way of storing.
   *
   * @param way who
   * @param sync what is made durable, and when
   * @param perSecond files, as it does them when it has run for a while
   * @param firstPerSecond files, of those that it stored first; null where there are none
   * @param ratios our files a second by those of each way of the consumer, only of ours
   * @param ofDisk our share of the most that the disk alone did just before; only of ours
   */
  record Line(
      String way,
      String sync,
      double perSecond,
      Double firstPerSecond,
      Map<String, Double> ratios,
      Double ofDisk) {}

  /**
   * @param driver version of psycopg2; empty where the consumer is not measured
   */
  FilesReport(int count, int bytes, String driver) {
    this.count = count;
    this.bytes = bytes;
    this.driver = driver;
  }

  void add(FilesRound.Figures round) {
    rounds.add(round);
  }

  Map<String, Object> figures() {
    var figures = new LinkedHashMap<String, Object>();
    figures.put("java", Runtime.version().toString());
    figures.put("psycopg2", driver);
    figures.put("cores", Runtime.getRuntime().availableProcessors());
    figures.put("files", count);
    figures.put("bytes", bytes);
    figures.put("rounds", rounds.size());
    figures.put("ways", lines());
    var each = new LinkedHashMap<String, Object>();
    for (var mode : FileSyncMode.values()) {
      each.put(
          mode.words(),
          rounds.stream().mapToDouble(round -> round.ours().get(mode).perSecond()).toArray());
    }
    figures.put("each", each);
    return figures;
  }

  void table(PrintWriter out) {
    out.printf(
        "Java %s%s, %d cores; %d files of %d bytes, median of %d rounds%n",
        Runtime.version(),
        driver.isEmpty() ? "" : ", psycopg2 " + driver.split(" ")[0],
        Runtime.getRuntime().availableProcessors(),
        count,
        bytes,
        rounds.size());
    out.printf(
        "%-26s %-12s %8s %12s %13s %16s %8s%n",
        "way", "sync", "files/s", "first batch", "/ executemany", "/ execute_values", "of disk");
    for (var line : lines()) {
      var row =
          "%-26s %-12s %8.0f %12s %13s %16s %8s"
              .formatted(
                  line.way(),
                  line.sync(),
                  line.perSecond(),
                  number("%.0f", line.firstPerSecond()),
                  number("%.2f", line.ratios().get("executemany")),
                  number("%.2f", line.ratios().get("execute_values")),
                  line.ofDisk() == null ? "" : "%.0f%%".formatted(100 * line.ofDisk()));
      out.println(row.stripTrailing());
    }
  }

  private static String number(String format, Double value) {
    return value == null ? "" : format.formatted(value);
  }

  private List<Line> lines() {
    var lines = new ArrayList<Line>();
    for (var mode : FileSyncMode.values()) {
      disk(mode, lines);
      theirs(mode, lines);
      lines.add(ours(mode));
    }
    return lines;
  }

  private void disk(FileSyncMode mode, List<Line> lines) {
    for (int threads : rounds.get(0).disk().getOrDefault(mode, Map.of()).keySet()) {
      double speed = median(round -> round.disk().get(mode).get(threads));
      var way = "the disk, threads: " + threads;
      lines.add(new Line(way, mode.words(), speed, null, Map.of(), null));
    }
  }

  private void theirs(FileSyncMode mode, List<Line> lines) {
    for (var way : rounds.get(0).theirs().getOrDefault(mode, Map.of()).keySet()) {
      double speed = median(round -> round.theirs().get(mode).get(way).perSecond());
      double first = median(round -> round.theirs().get(mode).get(way).firstPerSecond());
      lines.add(new Line("consumer, " + way.word(), mode.words(), speed, first, Map.of(), null));
    }
  }

  private Line ours(FileSyncMode mode) {
    boolean stores = rounds.get(0).disk().containsKey(mode);
    return new Line(
        "Sluice",
        mode.words(),
        median(round -> round.ours().get(mode).perSecond()),
        stores ? (Double) median(round -> round.ours().get(mode).firstPerSecond()) : null,
        ratios(mode),
        stores
            ? (Double)
                median(
                    round ->
                        round.ours().get(mode).perSecond()
                            / Collections.max(round.disk().get(mode).values()))
            : null);
  }

  private Map<String, Double> ratios(FileSyncMode mode) {
    // What syncs a batch together has no other to be held against than what syncs each.
    var against = mode == FileSyncMode.BATCH ? FileSyncMode.EACH : mode;
    var ratios = new LinkedHashMap<String, Double>();
    for (var way : rounds.get(0).theirs().getOrDefault(against, Map.of()).keySet()) {
      ratios.put(
          way.word(),
          median(
              round ->
                  round.ours().get(mode).perSecond()
                      / round.theirs().get(against).get(way).perSecond()));
    }
    return ratios;
  }

  private double median(ToDoubleFunction<FilesRound.Figures> figure) {
    return Median.of(rounds.stream().mapToDouble(figure));
  }
}
