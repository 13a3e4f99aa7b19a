package io.sluice.dataset;

import java.util.Locale;

/**
 * What was written.
 *
 * @param files regular files, of which every one is either distinct or a duplicate
 * @param bytes of all files
 * @param distinct contents that differ
 * @param duplicates files whose content an earlier one has, empty ones among them
 * @param pictures whole ones, duplicates among them
 * @param broken files that are not what their names say, duplicates among them
 * @param oddities 2 if there are also a link that leads round in circles and a FIFO, else 0
 */
record FileFigures(
    int files, long bytes, int distinct, int duplicates, int pictures, int broken, int oddities) {

  /** The beginning of a sentence that ends with where it is. */
  String told() {
    return String.format(
            Locale.ROOT,
            "Wrote %s, %.1f MB: %s and %s, %s, %,d broken on purpose",
            several(files, "file"),
            bytes / 1e6,
            several(distinct, "distinct content"),
            several(duplicates, "duplicate"),
            several(pictures, "picture"),
            broken)
        + (oddities == 0 ? "" : ", besides a link that leads round in circles and a FIFO");
  }

  private static String several(int count, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
  }
}
