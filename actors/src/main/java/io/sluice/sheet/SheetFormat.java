package io.sluice.sheet;

import java.util.List;

/** How a list is written, found from its content. */
public sealed interface SheetFormat {
  /** For people, in a line. */
  String words();

  /**
   * Lines of text.
   *
   * @param damaged bytes that are none of this charset; they are shown as {@code U+FFFD}
   */
  record Csv(String charset, char separator, long damaged) implements SheetFormat {
    @Override
    public String words() {
      var between = separator == '\t' ? "tabs" : Character.toString(separator);
      return "CSV in "
          + charset
          + ", with "
          + between
          + " between cells"
          + (damaged == 0 ? "" : "; " + damaged + " bytes are none of this charset");
    }
  }

  /**
   * A workbook, of which one sheet is read.
   *
   * @param sheet its name
   * @param visible names of other sheets, which are left out
   * @param hidden names of sheets that are not shown, which are left out too
   */
  record Xlsx(String sheet, List<String> visible, List<String> hidden) implements SheetFormat {
    private static final int MOST_NAMED = 10;

    @Override
    public String words() {
      return "XLSX, sheet " + sheet + left("other", visible) + left("hidden", hidden);
    }

    private static String left(String which, List<String> names) {
      var named = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
      var more = names.size() > MOST_NAMED ? ", ..." : "";
      return names.isEmpty()
          ? ""
          : "; " + names.size() + " " + which + " not read (" + named + more + ")";
    }
  }
}
