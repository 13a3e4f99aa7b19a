package io.sluice.sheet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which columns of a list hold what: its header and its first rows go in, and of each row comes out
 * what it says of a website.
 *
 * @param names of the columns as they stand in the header, or none
 * @param headerLine where the header stands; what stands there and above is no website. 0 if there
 *     is none
 * @param contactForm -1, like all that follow, if there is no such column
 */
public record WebsiteColumns(
    List<String> names,
    long headerLine,
    int address,
    int contactForm,
    int companyName,
    int industry) {

  /**
   * @param wanted the name or the number, from 1, of the column that holds addresses
   * @throws NotASheetException if it is not clear which one does
   */
  public static WebsiteColumns of(Sheet sheet, Optional<String> wanted) throws NotASheetException {
    return new ColumnSearch(sheet.name(), sheet.beginning()).find(wanted);
  }

  /**
   * A name for each column, different from all others: {@code url}, {@code url_2}, {@code
   * column_3}.
   */
  public List<String> distinctNames(int columns) {
    var known = new HashSet<String>();
    var all = new ArrayList<String>();
    for (int i = 0; i < Math.max(columns, names.size()); i++) {
      var name = i < names.size() ? names.get(i).strip() : "";
      var own = name.isEmpty() ? "column_" + (i + 1) : name;
      var one = own;
      for (int n = 2; !known.add(one.toLowerCase(Locale.ROOT)); n++) {
        one = own + "_" + n;
      }
      all.add(one);
    }
    return List.copyOf(all);
  }

  /** Whether a line is one of a website, and not the header or what stands above. */
  public boolean isOfWebsite(SheetLine line) {
    return line.line() > headerLine;
  }

  /** Why a row is none of a website although it can be read; empty if nothing speaks against it. */
  public Optional<BadRow> refusal(SheetRow row) {
    return row.uncalculated().get(address)
        ? Optional.of(
            new BadRow(
                row.line(),
                BadRow.UNCALCULATED,
                "its address is a formula whose value is not in the file: open it in a spreadsheet"
                    + " program, and save it"))
        : Optional.empty();
  }

  public WebsiteRow row(SheetRow row) {
    return new WebsiteRow(
        row.line(),
        row.cell(address),
        cell(row, contactForm),
        cell(row, companyName),
        cell(row, industry),
        row.cells());
  }

  private static String cell(SheetRow row, int column) {
    return column < 0 ? "" : row.cell(column).strip();
  }
}
