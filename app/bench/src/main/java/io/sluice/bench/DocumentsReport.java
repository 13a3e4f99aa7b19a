package io.sluice.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Documents an hour of all ways, medians of rounds; a ratio is the median of the rounds' own. */
final class DocumentsReport {
  private final int workers;
  private final int warmUp;
  private final Map<DocumentPeer, String> versions;
  private final DocumentsRound.Alone alone;
  private final List<DocumentsRound.Batch> batches;

  /**
   * One way of reading.
   *
   * @param cpuMsOfPage of the processes that read
   * @param faster our documents an hour by its
   * @param cheaper its CPU of a page by ours
   */
  record Line(
      String way, double perHour, double cpuMsOfPage, int failed, Double faster, Double cheaper) {}

  /**
   * @param versions of the peers that were measured
   * @param alone by children and by peers
   * @param batches by a node: the first, some more, and those that are measured
   */
  DocumentsReport(
      int workers,
      int warmUp,
      Map<DocumentPeer, String> versions,
      DocumentsRound.Alone alone,
      List<DocumentsRound.Batch> batches) {
    this.workers = workers;
    this.warmUp = warmUp;
    this.versions = versions;
    this.alone = alone;
    this.batches = batches;
  }

  Map<String, Object> figures() {
    var figures = new LinkedHashMap<String, Object>();
    figures.put("java", Runtime.version().toString());
    figures.put("cores", Runtime.getRuntime().availableProcessors());
    figures.put("workers", workers);
    figures.put("documents", alone.cold().documents());
    figures.put("pages", alone.cold().pages());
    figures.put("warmUp", warmUp);
    figures.put("ways", lines());
    figures.put("node", batches);
    figures.put("agreement", alone.agreements());
    var each = new LinkedHashMap<String, Object>();
    each.put("children", perHour(alone.warm()));
    alone.peers().forEach((peer, theirs) -> each.put(peer.word(), perHour(theirs)));
    figures.put("each", each);
    return figures;
  }

  void table(PrintWriter out) {
    out.printf(
        "Java %s, %d cores, %d children; %d documents of %d pages, median of %d rounds%n",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        workers,
        alone.cold().documents(),
        alone.cold().pages(),
        alone.warm().size());
    out.printf(
        "%-34s %12s %14s %12s %14s %8s%n",
        "way", "documents/h", "CPU ms a page", "Sluice / it", "its CPU / ours", "no text");
    for (var line : lines()) {
      out.println(
          "%-34s %12.0f %14.1f %12s %14s %8d"
              .formatted(
                  line.way(),
                  line.perHour(),
                  line.cpuMsOfPage(),
                  number(line.faster()),
                  number(line.cheaper()),
                  line.failed()));
    }
    var names = List.of("the first", "some more", "after these");
    for (int i = 0; i < batches.size(); i++) {
      out.println(node(names.get(i), batches.get(i)));
    }
    for (var text : alone.agreements()) {
      out.printf(
          "words as %s has them, %d documents: F1 %.3f, the worst %.3f (%s)%n",
          text.program(), text.documents(), text.mean(), text.worst(), text.of());
    }
  }

  private static double[] perHour(List<DocumentSpeed> rounds) {
    return rounds.stream().mapToDouble(DocumentSpeed::perHour).toArray();
  }

  private static String node(String which, DocumentsRound.Batch batch) {
    return "%-34s %12.0f   CPU ms a document: node %.1f, children %.1f, PostgreSQL %.1f"
        .formatted(
            "a node, %s %d".formatted(which, batch.documents()),
            batch.perHour(),
            1000 * batch.nodeCpu() / batch.documents(),
            1000 * batch.childCpu() / batch.documents(),
            1000 * batch.databaseCpu() / batch.documents());
  }

  private static String number(Double value) {
    return value == null ? "" : "%.2f".formatted(value);
  }

  private List<Line> lines() {
    var lines = new ArrayList<Line>();
    var cold = alone.cold();
    lines.add(
        new Line(
            "children, the first " + cold.documents(),
            cold.perHour(),
            cold.cpuMsOfPage(),
            cold.failed(),
            null,
            null));
    var warm = alone.warm();
    lines.add(line("children, after " + (cold.documents() + warmUp), warm, null, null));
    alone
        .peers()
        .forEach(
            (peer, theirs) ->
                lines.add(
                    line(
                        versions.get(peer),
                        theirs,
                        ratio(theirs, (ours, its) -> ours.perHour() / its.perHour()),
                        ratio(theirs, (ours, its) -> its.cpuMsOfPage() / ours.cpuMsOfPage()))));
    return lines;
  }

  private static Line line(String way, List<DocumentSpeed> rounds, Double faster, Double cheaper) {
    return new Line(
        way,
        Median.of(rounds.stream().mapToDouble(DocumentSpeed::perHour)),
        Median.of(rounds.stream().mapToDouble(DocumentSpeed::cpuMsOfPage)),
        rounds.get(0).failed(),
        faster,
        cheaper);
  }

  /** Of ours and theirs in a round. */
  private interface Ratio {
    double of(DocumentSpeed ours, DocumentSpeed its);
  }

  private Double ratio(List<DocumentSpeed> theirs, Ratio ratio) {
    return Median.of(
        IntStream.range(0, theirs.size())
            .mapToDouble(round -> ratio.of(alone.warm().get(round), theirs.get(round))));
  }
}
