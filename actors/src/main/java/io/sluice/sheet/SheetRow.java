package io.sluice.sheet;

import java.util.BitSet;
import java.util.List;

/**
 * Cells of a line, as they would be shown.
 *
 * @param uncalculated which of them hold a formula whose value is not in the file; they are empty
 */
public record SheetRow(long line, List<String> cells, BitSet uncalculated) implements SheetLine {
  private static final BitSet NONE = new BitSet();

  SheetRow(long line, List<String> cells) {
    this(line, cells, NONE);
  }

  /** UTF-16 units of all cells together. */
  public int signs() {
    return cells.stream().mapToInt(String::length).sum();
  }

  /** Empty where the row is shorter. */
  public String cell(int column) {
    return column < cells.size() ? cells.get(column) : "";
  }
}
