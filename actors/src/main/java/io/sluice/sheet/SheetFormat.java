package io.sluice.sheet;

import java.util.List;

/** How a list is written, found from its content. */
public sealed interface SheetFormat {
  /**
   * Lines of text.
   *
   * @param damaged bytes that are none of this charset; they are shown as {@code U+FFFD}
   */
  record Csv(String charset, char separator, long damaged) implements SheetFormat {}

  /**
   * A workbook, of which one sheet is read.
   *
   * @param sheet its name
   * @param visible names of other sheets, which are left out
   * @param hidden names of sheets that are not shown, which are left out too
   */
  record Xlsx(String sheet, List<String> visible, List<String> hidden) implements SheetFormat {}
}
