package io.sluice.website;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.batch.PassedOver;
import io.sluice.file.ListSource;
import io.sluice.ledger.website.ListRow;
import io.sluice.ledger.website.WebsiteList;
import io.sluice.persistence.StorableText;
import io.sluice.sheet.BadRow;
import io.sluice.sheet.NotAnAddressException;
import io.sluice.sheet.Sheet;
import io.sluice.sheet.SheetLimits;
import io.sluice.sheet.SheetLine;
import io.sluice.sheet.SheetRow;
import io.sluice.sheet.SheetSource;
import io.sluice.sheet.SiteAddress;
import io.sluice.sheet.WebsiteColumns;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A list of websites that is a sheet: its rows are stored, also those that name none. */
public final class WebsiteSheet implements WebsiteListing.ListReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final SheetSource source;
  private final WebsiteTerms terms;
  private final boolean asks;
  private final long mostBytes;
  private final Executor threads;

  private WebsiteSheet(
      SheetSource source, WebsiteTerms terms, boolean asks, long mostBytes, Executor threads) {
    this.source = source;
    this.terms = terms;
    this.asks = asks;
    this.mostBytes = mostBytes;
    this.threads = threads;
  }

  /** Opens a list, as often as that is wanted. */
  public interface Opening {
    InputStream open() throws IOException;
  }

  /**
   * Looks at a list.
   *
   * @param name by which it is known to people
   * @throws IOException if no websites can be read of it, with why not
   * @throws IllegalArgumentException if the template does not suit it
   */
  public static void check(String name, Opening opening, WebsiteTerms terms, long mostBytes)
      throws IOException {
    try (var sheet = Sheet.of(source(name, opening), SheetLimits.of(mostBytes))) {
      terms.check(names(sheet, WebsiteColumns.of(sheet, terms.column())));
    }
  }

  static List<String> names(Sheet sheet, WebsiteColumns columns) {
    int width = sheet.beginning().stream().mapToInt(row -> row.cells().size()).max().orElse(0);
    return columns.distinctNames(width);
  }

  /**
   * One that is to be stored.
   *
   * @param asks whether a model writes messages
   * @param threads which may block
   * @throws IOException if no websites can be read of it, with why not
   */
  static WebsiteSheet of(
      ListSource list, WebsiteTerms terms, boolean asks, long mostBytes, Executor threads)
      throws IOException {
    check(list.toString(), list::open, terms, mostBytes);
    return new WebsiteSheet(source(list.toString(), list::open), terms, asks, mostBytes, threads);
  }

  static SheetSource source(String name, Opening opening) {
    return new SheetSource() {
      @Override
      public InputStream open() throws IOException {
        return opening.open();
      }

      @Override
      public String name() {
        return name;
      }
    };
  }

  @Override
  public void store(WebsiteList rows, PassedOver passedOver) throws IOException {
    try (var sheet = Sheet.of(source, SheetLimits.of(mostBytes));
        var lines = sheet.lines()) {
      var columns = WebsiteColumns.of(sheet, terms.column());
      rows.begin(
          names(sheet, columns),
          sheet.format().words(),
          Optional.ofNullable(terms.message()).map(message -> message.wanted(asks)));
      var lots = new ListLots(rows, threads);
      long number = 0;
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (columns.isOfWebsite(line.get())) {
          number++;
          lots.add(row(columns, number, line.get()));
        }
      }
      lots.end();
      passedOver.add(WebsiteListing.BLANK, lines.blank());
      rows.complete(number, lines.blank());
    }
  }

  private static ListRow row(WebsiteColumns columns, long number, SheetLine line) {
    if (line instanceof BadRow bad) {
      return bad(number, bad, "", List.of());
    }
    var cells = (SheetRow) line;
    var row = columns.row(cells);
    var refusal = columns.refusal(cells);
    if (refusal.isPresent()) {
      return bad(number, refusal.get(), row.address(), row.cells());
    }
    try {
      var site = SiteAddress.of(row.address());
      return new ListRow(
          number,
          row.line(),
          row.address(),
          site.address(),
          site.assumed(),
          site.registrableDomain(),
          site.key(),
          json(row.cells()),
          orNull(row.contactForm()),
          orNull(row.companyName()),
          orNull(row.industry()),
          null,
          null);
    } catch (NotAnAddressException e) {
      var problem = new BadRow(row.line(), e.reason(), e.getMessage());
      return bad(number, problem, row.address(), row.cells());
    }
  }

  private static ListRow bad(long number, BadRow bad, String typed, List<String> cells) {
    return new ListRow(
        number,
        bad.line(),
        typed,
        null,
        false,
        "",
        "",
        json(cells),
        null,
        null,
        null,
        bad.reason(),
        bad.detail());
  }

  private static String orNull(String cell) {
    return cell.isEmpty() ? null : cell;
  }

  private static String json(List<String> cells) {
    try {
      return JSON.writeValueAsString(cells.stream().map(StorableText::of).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts have a JSON form", e);
    }
  }
}
