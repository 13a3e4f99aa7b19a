package io.sluice.sheet;

/**
 * A line that cannot be read; the others go on.
 *
 * @param reason in a word
 * @param detail for people: what is wrong and what to do
 */
public record BadRow(long line, String reason, String detail) implements SheetLine {
  static final String TOO_LONG = "row_too_long";
  static final String TOO_MANY_CELLS = "too_many_cells";
  static final String QUOTE_NOT_CLOSED = "quote_not_closed";
  static final String UNCALCULATED = "formula_without_value";

  static BadRow tooLong(long line, SheetLimits limits) {
    return new BadRow(
        line,
        TOO_LONG,
        "a cell has more than "
            + limits.mostCellSigns()
            + " signs, or the row more than "
            + limits.mostRowSigns());
  }

  static BadRow tooManyCells(long line, SheetLimits limits) {
    return new BadRow(line, TOO_MANY_CELLS, "it has more than " + limits.mostCells() + " cells");
  }
}
