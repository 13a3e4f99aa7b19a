package io.sluice.sheet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the columns of a list by their names, and where these do not tell, by what is in them. */
final class ColumnSearch {
  private static final Set<String> ADDRESSES =
      Set.of(
          "website url",
          "website",
          "url",
          "web",
          "domain",
          "homepage",
          "site",
          "web site",
          "website address",
          "web address",
          "home page",
          "site url",
          "domain name",
          "www",
          "webseite",
          "internet");
  private static final Set<String> CONTACT_FORMS =
      Set.of("contact form url", "contact form", "contact url", "contact page", "contact");
  private static final Set<String> COMPANIES =
      Set.of("company name", "company", "business name", "organisation", "organization", "firma");
  private static final Set<String> INDUSTRIES = Set.of("industry", "sector", "branche");

  /** Of what lists have above their header. */
  private static final int MOST_ABOVE = 10;

  private static final int MOST_SHOWN = 20;
  private static final int MOST_SIGNS = 60;

  private final String name;
  private final List<SheetRow> rows;

  ColumnSearch(String name, List<SheetRow> rows) {
    this.name = name;
    this.rows = rows;
  }

  WebsiteColumns find(Optional<String> wanted) throws NotASheetException {
    if (wanted.isPresent()) {
      return byWish(wanted.get());
    }
    for (int i = 0; i < Math.min(MOST_ABOVE, rows.size()); i++) {
      var named = named(rows.get(i).cells(), ADDRESSES);
      if (!named.isEmpty()) {
        return columns(i, named.size() == 1 ? named.get(0) : oneOf(i, named));
      }
    }
    return withoutHeader();
  }

  private WebsiteColumns byWish(String wanted) throws NotASheetException {
    boolean isNumber = wanted.strip().matches("\\d{1,5}");
    // Numbers stand in rows of websites too, and below a header they are no names.
    for (int i = 0; i < Math.min(isNumber ? 1 : MOST_ABOVE, rows.size()); i++) {
      var named = named(rows.get(i).cells(), Set.of(plain(wanted)));
      if (named.size() == 1) {
        return columns(i, named.get(0));
      }
      if (named.size() > 1) {
        throw new NotASheetException(
            name
                + " has more than one column "
                + wanted
                + ": give --url-column its number, "
                + numbers(named));
      }
    }
    if (!isNumber) {
      throw new NotASheetException(name + " has no column " + shown(wanted) + "; " + header());
    }
    int column = Integer.parseInt(wanted.strip()) - 1;
    int widest = rows.stream().mapToInt(row -> row.cells().size()).max().orElse(0);
    if (column < 0 || column >= widest) {
      throw new NotASheetException(
          name + " has no column " + wanted.strip() + ", since it has " + widest);
    }
    return isAddress(rows.get(0).cell(column)) ? columns(-1, column) : columns(0, column);
  }

  /** Of columns that could be it, the one that holds addresses. */
  private int oneOf(int header, List<Integer> named) throws NotASheetException {
    var holding = named.stream().filter(column -> holds(header, column)).toList();
    if (holding.size() == 1) {
      return holding.get(0);
    }
    var both = holding.isEmpty() ? named : holding;
    throw new NotASheetException(
        name
            + " has more than one column that could hold the addresses of websites: "
            + names(rows.get(header), both)
            + ". Say which one with --url-column, by its name or its number ("
            + numbers(both)
            + ")");
  }

  private WebsiteColumns withoutHeader() throws NotASheetException {
    var first = rows.get(0);
    var addresses =
        IntStream.range(0, first.cells().size())
            .filter(column -> isAddress(first.cell(column)) && holds(-1, column))
            .boxed()
            .toList();
    if (addresses.size() == 1) {
      return columns(-1, addresses.get(0));
    }
    if (addresses.size() > 1) {
      throw new NotASheetException(
          name
              + " has no names of columns, and more than one column with addresses: say which one"
              + " with --url-column ("
              + numbers(addresses)
              + ")");
    }
    throw new NotASheetException(
        name + " has no column with the addresses of websites; " + header() + hint());
  }

  private String header() {
    var cells = rows.get(0).cells();
    return "its columns are "
        + cells.stream()
            .limit(MOST_SHOWN)
            .map(ColumnSearch::shown)
            .collect(Collectors.joining(", "))
        + (cells.size() > MOST_SHOWN ? " and " + (cells.size() - MOST_SHOWN) + " more" : "");
  }

  private String hint() {
    var holding =
        IntStream.range(0, rows.get(0).cells().size()).filter(i -> holds(0, i)).boxed().toList();
    return ". Name one website, url or domain, or say which it is with --url-column"
        + (holding.isEmpty() ? "" : "; addresses are in " + names(rows.get(0), holding));
  }

  /**
   * @param header place of the header among the rows; -1 if there is none
   */
  private WebsiteColumns columns(int header, int address) {
    if (header < 0) {
      return new WebsiteColumns(List.of(), 0, address, -1, -1, -1);
    }
    var names = new ArrayList<>(rows.get(header).cells());
    int shift = shift(header, address);
    if (shift > 0) {
      names.add(0, "");
    }
    return new WebsiteColumns(
        List.copyOf(names),
        rows.get(header).line(),
        address + shift,
        first(names, CONTACT_FORMS),
        first(names, COMPANIES),
        first(names, INDUSTRIES));
  }

  /** 1 where rows have a number in front of which the header knows nothing. */
  private int shift(int header, int address) {
    int width = rows.get(header).cells().size();
    boolean isShort =
        rows.stream().skip(header + 1L).anyMatch(row -> row.cells().size() == width + 1);
    return isShort && !holds(header, address) && holds(header, address + 1) ? 1 : 0;
  }

  private static int first(List<String> names, Set<String> known) {
    var found = named(names, known);
    return found.isEmpty() ? -1 : found.get(0);
  }

  private static List<Integer> named(List<String> cells, Set<String> known) {
    return IntStream.range(0, cells.size())
        .filter(column -> known.contains(plain(cells.get(column))))
        .boxed()
        .toList();
  }

  /** Names as people mean them: {@code Website_URL} is {@code website url}. */
  private static String plain(String name) {
    return name.replace('\u00a0', ' ')
        .replace("\ufeff", "")
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[\\s_-]+", " ");
  }

  /** Whether most cells of a column, of those that are not empty, are addresses. */
  private boolean holds(int header, int column) {
    var cells =
        rows.stream().skip(header + 1L).map(row -> row.cell(column)).filter(c -> !c.isBlank());
    var counts =
        cells.collect(Collectors.partitioningBy(ColumnSearch::isAddress, Collectors.counting()));
    return counts.get(true) > counts.get(false);
  }

  private static boolean isAddress(String cell) {
    try {
      SiteAddress.of(cell);
      return true;
    } catch (NotAnAddressException e) {
      return false;
    }
  }

  private static String names(SheetRow header, List<Integer> columns) {
    return columns.stream()
        .map(column -> shown(header.cell(column)))
        .collect(Collectors.joining(" and "));
  }

  private static String numbers(List<Integer> columns) {
    return columns.stream()
        .map(column -> Integer.toString(column + 1))
        .collect(Collectors.joining(" or "));
  }

  private static String shown(String cell) {
    var line = cell.strip().replaceAll("\\p{Cntrl}+", " ");
    return '"' + (line.length() <= MOST_SIGNS ? line : line.substring(0, MOST_SIGNS) + "…") + '"';
  }
}
