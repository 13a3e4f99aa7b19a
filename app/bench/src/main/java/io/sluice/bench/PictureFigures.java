package io.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A set's figures, a line an engine or other program.
 *
 * @param pictures that were measured
 * @param found that the set's folder has
 * @param notes which pictures and programs stayed out, and why
 */
record PictureFigures(
    String name, int pictures, int found, List<String> notes, List<Line> engines) {
  private static final double KIB_PER_MB = 1_000_000 / 1_024.0;

  /**
   * A line.
   *
   * @param cpuMs for a picture on one thread: of that thread in Java, of the process or its
   *     children in other programs
   * @param processCpuMs the same of all the process's threads
   * @param perSecond pictures on one thread
   * @param perSecondAllCores null for other programs
   * @param ssim structural similarity to a slowly shrunk original; null if none can be compared
   * @param residentMb most memory that the process had, its runtime included; 0 where there is no
   *     {@code /proc}
   * @param heapMb Java's heap at its fullest, garbage included; null for other programs
   * @param ratio CPU by that of our first engine, OpenCV where it can be loaded
   */
  record Line(
      String engine,
      double cpuMs,
      double processCpuMs,
      double perSecond,
      Double perSecondAllCores,
      double kilobytesOut,
      Double ssim,
      double residentMb,
      Double heapMb,
      double ratio) {}

  /** Of a set of which no picture can be measured. */
  static PictureFigures nothing(ImageTrial trial) {
    var set = trial.measured();
    return new PictureFigures(set.name(), 0, set.found(), trial.notes(), List.of());
  }

  static PictureFigures of(
      ImageTrial trial,
      Map<Contender, ImageTrial.Quality> qualities,
      Map<Contender, ImageRounds.Times> times) {
    var lines = new ArrayList<Line>();
    double own = 0;
    for (var contender : trial.contenders()) {
      var time = times.get(contender);
      own = lines.isEmpty() ? time.cpuMs() : own;
      lines.add(line(contender, qualities.get(contender), time, own));
    }
    var set = trial.measured();
    return new PictureFigures(set.name(), set.pictures().size(), set.found(), trial.notes(), lines);
  }

  private static Line line(
      Contender contender, ImageTrial.Quality quality, ImageRounds.Times time, double own) {
    return new Line(
        contender.name(),
        time.cpuMs(),
        time.processCpuMs(),
        time.perSecond(),
        time.perSecondAllCores(),
        quality.kilobytes(),
        quality.ssim(),
        time.residentKb() / KIB_PER_MB,
        time.heapKb() == null ? null : time.heapKb() / KIB_PER_MB,
        time.cpuMs() / own);
  }
}
