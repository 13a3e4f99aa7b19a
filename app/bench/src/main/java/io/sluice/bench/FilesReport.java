package io.sluice.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * @param perSecond files, from the first to the last commit
   * @param perSecondWhole files by the time of the whole process; null for the disk
   * @param ratios our files a second by those of each way of the consumer, only of ours
   * @param ofDisk our share of what the disk alone does, with as many syncs; only of ours
   */
  record Line(
      String way,
      String sync,
      double perSecond,
      Double perSecondWhole,
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

  void print(PrintWriter out, boolean json) {
    if (json) {
      out.print(ReportJson.of(figures()) + System.lineSeparator());
    } else {
      table(out);
    }
    out.flush();
  }

  private Map<String, Object> figures() {
    var figures = new LinkedHashMap<String, Object>();
    figures.put("java", Runtime.version().toString());
    figures.put("psycopg2", driver);
    figures.put("cores", Runtime.getRuntime().availableProcessors());
    figures.put("files", count);
    figures.put("bytes", bytes);
    figures.put("rounds", rounds.size());
    figures.put("ways", lines());
    return figures;
  }

  private void table(PrintWriter out) {
    out.printf(
        "Java %s%s, %d cores; %d files of %d bytes, median of %d rounds%n",
        Runtime.version(),
        driver.isEmpty() ? "" : ", psycopg2 " + driver.split(" ")[0],
        Runtime.getRuntime().availableProcessors(),
        count,
        bytes,
        rounds.size());
    out.printf(
        "%-26s %-12s %8s %11s %13s %16s %8s%n",
        "way", "sync", "files/s", "with start", "/ executemany", "/ execute_values", "of disk");
    for (var line : lines()) {
      var row =
          "%-26s %-12s %8.0f %11s %13s %16s %8s"
              .formatted(
                  line.way(),
                  line.sync(),
                  line.perSecond(),
                  number("%.0f", line.perSecondWhole()),
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
    for (var speed : rounds.get(0).disk().keySet()) {
      var parts = speed.split("-(?=\\d)");
      lines.add(
          new Line(
              "the disk, threads: " + parts[1],
              parts[0].equals("synced") ? "each" : "off",
              median(round -> round.disk().get(speed)),
              null,
              Map.of(),
              null));
    }
    for (var mode : FileSyncMode.values()) {
      for (var way : PlainConsumer.Way.values()) {
        theirs(mode, way).ifPresent(lines::add);
      }
      lines.add(ours(mode));
    }
    return lines;
  }

  private Optional<Line> theirs(FileSyncMode mode, PlainConsumer.Way way) {
    if (!rounds.get(0).theirs().containsKey(mode)) {
      return Optional.empty();
    }
    return Optional.of(
        new Line(
            "consumer, " + way.word(),
            mode.words(),
            median(round -> round.theirs().get(mode).get(way).perSecond()),
            median(round -> round.theirs().get(mode).get(way).perSecondWhole()),
            Map.of(),
            null));
  }

  private Line ours(FileSyncMode mode) {
    // What syncs a batch together has no other to be held against than what syncs each.
    var against = mode == FileSyncMode.BATCH ? FileSyncMode.EACH : mode;
    var ratios = new LinkedHashMap<String, Double>();
    if (rounds.get(0).theirs().containsKey(against)) {
      for (var way : PlainConsumer.Way.values()) {
        ratios.put(
            way.word(),
            median(
                round ->
                    round.ours().get(mode).perSecond()
                        / round.theirs().get(against).get(way).perSecond()));
      }
    }
    boolean stores = mode != FileSyncMode.ROWS_ALONE;
    return new Line(
        "Sluice",
        mode.words(),
        median(round -> round.ours().get(mode).perSecond()),
        median(round -> round.ours().get(mode).perSecondWhole()),
        ratios,
        stores
            ? (Double)
                median(
                    round ->
                        round.ours().get(mode).perSecond()
                            / fastest(round, mode == FileSyncMode.OFF ? "not-synced" : "synced"))
            : null);
  }

  private static double fastest(FilesRound.Figures round, String what) {
    return round.disk().entrySet().stream()
        .filter(speed -> speed.getKey().startsWith(what))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElseThrow();
  }

  private double median(ToDoubleFunction<FilesRound.Figures> figure) {
    return Median.of(rounds.stream().mapToDouble(figure));
  }
}
