package io.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The figures of a bench beside those of an earlier one: before, now and by how much, and of those
 * that were measured in rounds how far these lie apart.
 */
final class ComparedFigures {
  private static final String FORMAT = "%-64s %14s %14s %8s %16s";

  private final JsonNode before;
  private final JsonNode now;

  ComparedFigures(JsonNode before, JsonNode now) {
    this.before = before;
    this.now = now;
  }

  /** What only one of them has is told at the end. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    var missing = new ArrayList<String>();
    lines.add(FORMAT.formatted("figure", "before", "now", "ratio", "spread"));
    var earlier = FigureRows.of(before);
    var later = FigureRows.of(now);
    earlier.forEach(
        (name, values) -> {
          var others = later.remove(name);
          if (others == null) {
            missing.add(name);
          } else {
            lines.add(line(name, values, others));
          }
        });
    if (!missing.isEmpty()) {
      lines.add("only before: " + String.join(", ", missing));
    }
    if (!later.isEmpty()) {
      lines.add("only now: " + String.join(", ", later.keySet()));
    }
    return lines;
  }

  private static String line(String name, double[] before, double[] now) {
    double first = Median.of(Arrays.stream(before));
    double second = Median.of(Arrays.stream(now));
    var ratio = first == 0 ? "" : String.format(Locale.ROOT, "%.2f", second / first);
    var spread = before.length > 1 && now.length > 1 ? spread(before) + " / " + spread(now) : "";
    return FORMAT.formatted(name, number(first), number(second), ratio, spread).stripTrailing();
  }

  /** How far the rounds lie apart, by their median. */
  private static String spread(double[] rounds) {
    double median = Median.of(Arrays.stream(rounds));
    double least = Arrays.stream(rounds).min().orElse(0);
    double most = Arrays.stream(rounds).max().orElse(0);
    return median == 0 ? "-" : String.format(Locale.ROOT, "%.0f%%", 100 * (most - least) / median);
  }

  private static String number(double value) {
    return Math.abs(value) >= 1000 || value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
