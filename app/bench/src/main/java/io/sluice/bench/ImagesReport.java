package io.sluice.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, and where.
 *
 * @param versions of other programs
 * @param missing other programs that are not installed
 */
record ImagesReport(
    String java,
    int cores,
    Collection<String> versions,
    Collection<String> missing,
    int maxWidth,
    int quality,
    int rounds,
    List<PictureFigures> sets) {

  static String thisJava() {
    return System.getProperty("java.vendor") + " " + Runtime.version();
  }

  void table(PrintWriter out) {
    lines().forEach(out::println);
  }

  private List<String> lines() {
    var lines = new ArrayList<String>();
    var others = versions.isEmpty() ? "" : "; " + String.join("; ", versions);
    lines.add("Java %s, %d cores%s".formatted(java, cores, others));
    lines.add(
        "JPEG of at most %d pixels width, quality %d; median of %d rounds"
            .formatted(maxWidth, quality, rounds));
    if (!missing.isEmpty()) {
      lines.add("Not installed: " + String.join(", ", missing));
    }
    for (var set : sets) {
      lines.add("");
      lines.add(set.name() + ": " + counted(set));
      lines.addAll(set.notes());
      lines.add(
          "%-18s%8s%14s%15s%8s%8s%8s%8s"
              .formatted(
                  "engine",
                  "CPU ms",
                  "img/s, 1 core",
                  "img/s, " + cores + " cores",
                  "KB out",
                  "SSIM",
                  "MB peak",
                  "ratio"));
      set.engines().forEach(line -> lines.add(row(line)));
    }
    return lines;
  }

  private static String counted(PictureFigures set) {
    return set.pictures() == set.found()
        ? set.pictures() + " pictures"
        : "%d of %d pictures".formatted(set.pictures(), set.found());
  }

  private static String row(PictureFigures.Line line) {
    return "%-18s%8s%14s%15s%8s%8s%8s%8s"
        .formatted(
            line.engine(),
            number(line.cpuMs(), 1),
            number(line.perSecond(), 1),
            number(line.perSecondAllCores(), 1),
            number(line.kilobytesOut(), 1),
            number(line.ssim(), 4),
            number(line.residentMb(), 0),
            number(line.ratio(), 2));
  }

  private static String number(Double value, int decimals) {
    return value == null ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
