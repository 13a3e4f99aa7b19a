package io.sluice.sheet;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.List;

/** Makes rows of the cells that a parser finds, and bad rows of those that are too many. */
final class CsvRows extends AbstractBaseCsvCallbackHandler<SheetLine> {
  /** Stands for a line without a sign in it. */
  static final SheetLine BLANK = new SheetRow(0, List.of());

  private final SheetLimits limits;

  /** Lines before the first that the parser sees. */
  private final long before;

  private List<String> cells = new ArrayList<>();
  private long line;
  private int signs;
  private boolean blank;
  private boolean tooLong;

  CsvRows(SheetLimits limits, long before) {
    this.limits = limits;
    this.before = before;
  }

  /** Where the row begins that is read now. */
  long line() {
    return line;
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    cells = new ArrayList<>(cells.size());
    line = before + startingLineNumber;
    signs = 0;
    blank = true;
    tooLong = false;
  }

  @Override
  protected void handleField(int index, char[] buffer, int offset, int length, boolean isQuoted) {
    signs += length;
    tooLong |= length > limits.mostCellSigns() || signs > limits.mostRowSigns();
    if (!tooLong && index < limits.mostCells()) {
      var cell = length == 0 ? "" : Cells.clean(new String(buffer, offset, length));
      blank &= cell.isBlank();
      cells.add(cell);
    }
    signs = Math.min(signs, limits.mostRowSigns() + 1);
  }

  @Override
  protected SheetLine buildRecord() {
    if (tooLong) {
      return BadRow.tooLong(line, limits);
    }
    if (getFieldCount() > limits.mostCells()) {
      return BadRow.tooManyCells(line, limits);
    }
    return blank ? BLANK : new SheetRow(line, cells);
  }
}
