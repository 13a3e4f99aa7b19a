package io.sluice.client;

import io.sluice.terminal.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of cells go in, lines with aligned columns come out. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();
  private final int words;

  /**
   * @param words how many columns at the left hold words; the others but the last hold numbers
   */
  Table(int words, String... heads) {
    this.words = words;
    row((Object[]) heads);
  }

  void row(Object... cells) {
    rows.add(
        Arrays.stream(cells)
            .map(cell -> Printable.text(cell == null ? "" : cell.toString()))
            .toList());
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  List<String> lines() {
    int columns = rows.get(0).size();
    var widths = new int[columns];
    for (var row : rows) {
      for (int at = 0; at < columns; at++) {
        widths[at] = Math.max(widths[at], width(row.get(at)));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int at = 0; at < widths.length; at++) {
      var padding = " ".repeat(widths[at] - width(row.get(at)));
      boolean number = at >= words && at < widths.length - 1;
      line.append(number ? padding + row.get(at) : row.get(at) + padding).append("  ");
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
