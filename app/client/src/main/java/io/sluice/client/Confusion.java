package io.sluice.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How right categories are: documents with what they are and what they were taken for go in, a
 * table comes out. Each content counts once. What a person is to look at counts apart, since it is
 * in no category yet.
 */
final class Confusion {
  private final Set<String> columns = new TreeSet<>();
  private final Map<String, Map<String, Long>> counts = new TreeMap<>();
  private final Map<String, Long> reviews = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private long withoutLabel;
  private long unclassified;

  /**
   * @param labels those that there are
   */
  Confusion(Collection<String> labels) {
    labels.forEach(label -> counts.put(label, new TreeMap<>()));
  }

  /**
   * @param label null where nobody said what it is
   */
  void count(String label, ClassifiedItem item) {
    if (!seen.add(item.hash())) {
      return;
    }
    if (label == null) {
      withoutLabel++;
    } else if (item.category() == null) {
      unclassified++;
    } else if (item.review()) {
      reviews.merge(label, 1L, Long::sum);
    } else {
      columns.add(item.category());
      counts.get(label).merge(item.category(), 1L, Long::sum);
    }
  }

  long withoutLabel() {
    return withoutLabel;
  }

  long unclassified() {
    return unclassified;
  }

  /** Those with a label that were classified. */
  long labelled() {
    return decided() + inReview();
  }

  private long decided() {
    return counts.values().stream().mapToLong(Confusion::sum).sum();
  }

  private long inReview() {
    return sum(reviews);
  }

  private long right() {
    return counts.entrySet().stream()
        .mapToLong(row -> row.getValue().getOrDefault(row.getKey(), 0L))
        .sum();
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Of all that were taken for it, those that are it; of all that are it, those found. */
  private record Share(double precision, double recall) {}

  private Share share(String label) {
    long found = counts.get(label).getOrDefault(label, 0L);
    long taken = counts.values().stream().mapToLong(row -> row.getOrDefault(label, 0L)).sum();
    long all = sum(counts.get(label)) + reviews.getOrDefault(label, 0L);
    return new Share(ratio(found, taken), ratio(found, all));
  }

  private static double ratio(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }

  List<String> lines() {
    var heads = new ArrayList<String>(List.of("is \\ taken for"));
    heads.addAll(columns);
    heads.addAll(List.of("review", "precision", "recall", ""));
    var table = new Table(1, heads.toArray(String[]::new));
    counts.forEach((label, row) -> table.row(cells(label, row).toArray()));
    var lines = new ArrayList<>(table.lines());
    lines.add(
        "right: %s of %s that were sorted (%s); %s of %s go to review (%s)"
            .formatted(
                Figures.count(right()),
                Figures.count(decided()),
                percent(ratio(right(), decided())),
                Figures.count(inReview()),
                Figures.count(labelled()),
                percent(ratio(inReview(), labelled()))));
    return lines;
  }

  private List<Object> cells(String label, Map<String, Long> row) {
    var cells = new ArrayList<Object>(List.of(label));
    columns.forEach(column -> cells.add(row.getOrDefault(column, 0L)));
    cells.add(reviews.getOrDefault(label, 0L));
    var share = share(label);
    cells.add(percent(share.precision()));
    cells.add(percent(share.recall()));
    cells.add("");
    return cells;
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * ratio);
  }

  ObjectNode json() {
    var json = NodeJson.object();
    var rows = json.putObject("confusion");
    counts.forEach(
        (label, row) -> {
          var line = rows.putObject(label);
          var taken = line.putObject("takenFor");
          row.forEach(taken::put);
          line.put("review", reviews.getOrDefault(label, 0L));
          line.put("precision", share(label).precision());
          line.put("recall", share(label).recall());
        });
    json.put("right", right());
    json.put("sorted", decided());
    json.put("review", inReview());
    json.put("unclassified", unclassified);
    json.put("withoutLabel", withoutLabel);
    return json;
  }
}
