package io.sluice.website;

import io.sluice.sheet.NotAnAddressException;
import io.sluice.sheet.Sheet;
import io.sluice.sheet.SheetLimits;
import io.sluice.sheet.SheetRow;
import io.sluice.sheet.SiteAddress;
import io.sluice.sheet.WebsiteColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a list is found to be, and its first websites: all of it is read, and nothing is fetched.
 *
 * @param columns each with a name of its own
 * @param address which of them holds the addresses, from 0, as those that follow; -1 for none
 * @param format in words
 * @param rows that there are, also those that name no website
 * @param bad of these, those that name none
 * @param first cells of the first ones that name one
 */
public record ListPreview(
    List<String> columns,
    int address,
    int contactForm,
    int companyName,
    int industry,
    String format,
    long rows,
    long bad,
    List<List<String>> first) {
  /** Of the first ones together, since each may be long; one that passes it is the last. */
  private static final long MOST_SIGNS = 1 << 20;

  /**
   * Reads a list.
   *
   * @param name by which it is known to people
   * @param count how many websites are wanted
   * @throws IOException if no websites can be read of it, with why not
   */
  public static ListPreview of(
      String name,
      WebsiteSheet.Opening opening,
      Optional<String> urlColumn,
      long mostBytes,
      int count)
      throws IOException {
    try (var sheet = Sheet.of(WebsiteSheet.source(name, opening), SheetLimits.of(mostBytes));
        var lines = sheet.lines()) {
      var columns = WebsiteColumns.of(sheet, urlColumn);
      var first = new ArrayList<List<String>>();
      long rows = 0;
      long bad = 0;
      long signs = 0;
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (!columns.isOfWebsite(line.get())) {
          continue;
        }
        rows++;
        if (!(line.get() instanceof SheetRow row) || !isSite(columns, row)) {
          bad++;
        } else if (first.size() < count && signs < MOST_SIGNS) {
          first.add(row.cells());
          signs += row.signs();
        }
      }
      return new ListPreview(
          WebsiteSheet.names(sheet, columns),
          columns.address(),
          columns.contactForm(),
          columns.companyName(),
          columns.industry(),
          sheet.format().words(),
          rows,
          bad,
          first);
    }
  }

  private static boolean isSite(WebsiteColumns columns, SheetRow row) {
    if (columns.refusal(row).isPresent()) {
      return false;
    }
    try {
      SiteAddress.of(columns.row(row).address());
      return true;
    } catch (NotAnAddressException e) {
      return false;
    }
  }
}
