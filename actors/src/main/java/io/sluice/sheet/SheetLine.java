package io.sluice.sheet;

/** What stands in a line of a list that is not blank. */
public sealed interface SheetLine permits SheetRow, BadRow {
  /** Where it begins in the file, or the number of its row in an XLSX; from 1. */
  long line();
}
