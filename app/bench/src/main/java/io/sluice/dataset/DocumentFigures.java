package io.sluice.dataset;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was written.
 *
 * @param documents with a category
 * @param poison what breaks who reads it
 * @param bytes of all
 * @param kinds how many documents of each, without poison
 */
record DocumentFigures(
    int documents, int poison, long bytes, int categories, Map<String, Integer> kinds) {

  /** The beginning of a sentence that ends with where it is. */
  String told() {
    var each =
        kinds.entrySet().stream()
            .map(kind -> "%,d %s".formatted(kind.getValue(), kind.getKey()))
            .collect(Collectors.joining(", "));
    return String.format(
            Locale.ROOT,
            "Wrote %,d %s of %d categories (%s)",
            documents,
            documents == 1 ? "document" : "documents",
            categories,
            each)
        + (poison == 0 ? "" : String.format(Locale.ROOT, " and %,d of poison", poison))
        + String.format(Locale.ROOT, ", %.1f MB", bytes / 1e6);
  }
}
