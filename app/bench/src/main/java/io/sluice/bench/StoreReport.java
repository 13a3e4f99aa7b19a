package io.sluice.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What was measured, a line a way, and where. */
record StoreReport(String java, String postgres, int cores, List<Line> ways) {

  /**
   * A way's line.
   *
   * @param ratio its rows a second by those of Sluice's own way
   * @param each rows a second of each round
   */
  record Line(String way, int batch, long rowsPerSecond, double ratio, List<Double> each) {}

  /**
   * @param ways Sluice's own last
   * @param rounds rows a second of each way, in each round
   */
  static StoreReport of(String postgres, List<Way> ways, List<List<Double>> rounds) {
    var rates = rounds.stream().map(StoreReport::median).toList();
    double own = rates.get(rates.size() - 1);
    var lines = new ArrayList<Line>();
    for (int i = 0; i < ways.size(); i++) {
      double ratio = Math.round(rates.get(i) / own * 1000) / 1000.0;
      lines.add(
          new Line(
              ways.get(i).name(),
              ways.get(i).batch(),
              Math.round(rates.get(i)),
              ratio,
              rounds.get(i)));
    }
    return new StoreReport(
        Runtime.version().toString(), postgres, Runtime.getRuntime().availableProcessors(), lines);
  }

  private static double median(List<Double> rates) {
    return Median.of(rates.stream().mapToDouble(Double::doubleValue));
  }

  void table(PrintWriter out) {
    out.printf("Java %s, PostgreSQL %s, %d cores%n", java, postgres, cores);
    out.printf("%-24s%6s%10s%8s%n", "way", "batch", "rows/s", "ratio");
    ways.forEach(
        line ->
            out.printf(
                "%-24s%6d%10d%8.2f%n",
                line.way(), line.batch(), line.rowsPerSecond(), line.ratio()));
  }
}
