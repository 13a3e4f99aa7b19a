package io.sluice.sheet;

import io.sluice.sheet.XmlScanner.MalformedException;
import io.sluice.sheet.XmlScanner.Met;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rows of one sheet of a workbook, as they would be shown. */
final class WorkbookLines implements SheetLines {
  private static final int LETTERS = 26;

  /** What Excel ends with. */
  private static final int MOST_COLUMNS = 16_384;

  private static final Pattern LINK =
      Pattern.compile("(?i)\\s*HYPERLINK\\(\\s*\"([^\"]+)\"\\s*[,;)].*", Pattern.DOTALL);

  private final XmlScanner xml;
  private final SharedStrings texts;
  private final CellFormats formats;
  private final Parts parts;
  private final SheetLimits limits;
  private final CellText inline;
  private long row;
  private long blank;

  /** Of all rows: texts that are in the file once may be in its cells a million times. */
  private long allSigns;

  private boolean inRows;

  private List<String> cells;
  private BitSet uncalculated;
  private int signs;
  private boolean tooLong;
  private boolean tooMany;

  WorkbookLines(
      XmlScanner xml, SharedStrings texts, CellFormats formats, Parts parts, SheetLimits limits) {
    this.xml = xml;
    this.texts = texts;
    this.formats = formats;
    this.parts = parts;
    this.limits = limits;
    inline = new CellText(limits.mostCellSigns());
  }

  @Override
  public Optional<SheetLine> next() throws IOException {
    try {
      for (var met = xml.next(); met != Met.NOTHING; met = xml.next()) {
        if (xml.is("sheetData")) {
          inRows = met == Met.BEGIN;
        } else if (inRows && met == Met.BEGIN && xml.is("row")) {
          var line = row();
          if (line.isPresent()) {
            return line;
          }
          blank++;
        }
      }
      return Optional.empty();
    } catch (MalformedException e) {
      throw parts.damaged(e);
    }
  }

  private Optional<SheetLine> row() throws IOException {
    row = number(xml.attribute("r"), row + 1);
    cells = new ArrayList<>();
    uncalculated = null;
    signs = 0;
    tooLong = false;
    tooMany = false;
    int outside = xml.depth() - 1;
    int column = -1;
    while (xml.depth() > outside) {
      var met = xml.next();
      if (met == Met.NOTHING) {
        break;
      }
      if (met == Met.BEGIN && xml.is("c")) {
        column = column(xml.attribute("r"), column + 1);
        cell(column);
      }
    }
    if (tooLong) {
      return Optional.of(BadRow.tooLong(row, limits));
    }
    if (tooMany) {
      return Optional.of(BadRow.tooManyCells(row, limits));
    }
    return cells.isEmpty()
        ? Optional.empty()
        : Optional.of(
            uncalculated == null
                ? new SheetRow(row, cells)
                : new SheetRow(row, cells, uncalculated));
  }

  private static long number(String written, long other) {
    if (written == null || written.isEmpty() || written.length() > 10) {
      return other;
    }
    for (int i = 0; i < written.length(); i++) {
      if (written.charAt(i) < '0' || written.charAt(i) > '9') {
        return other;
      }
    }
    return Long.parseLong(written);
  }

  /** Of a place such as {@code AB12}, from 0. */
  private static int column(String place, int other) {
    int column = 0;
    for (int i = 0; place != null && i < place.length() && i < 4; i++) {
      int letter = place.charAt(i) - 'A';
      if (letter < 0 || letter >= LETTERS) {
        break;
      }
      column = column * LETTERS + letter + 1;
    }
    return column == 0 ? other : Math.min(column - 1, MOST_COLUMNS);
  }

  private void cell(int column) throws IOException {
    var type = xml.attribute("t");
    int style = (int) number(xml.attribute("s"), -1);
    int outside = xml.depth() - 1;
    String value = null;
    String formula = null;
    while (xml.depth() > outside) {
      var met = xml.next();
      if (met == Met.NOTHING) {
        break;
      }
      if (met == Met.BEGIN && xml.is("is")) {
        inline.read(xml);
        tooLong |= inline.isTooLong();
        value = inline.isTooLong() ? null : inline.text();
      } else if (met == Met.BEGIN && (xml.is("v") || xml.is("f"))) {
        xml.keepText();
      } else if (met == Met.END && xml.is("v")) {
        tooLong |= xml.isCut();
        value = shown(type, style);
      } else if (met == Met.END && xml.is("f")) {
        formula = xml.text().toString();
        xml.dropText();
      }
    }
    if (value == null && formula != null) {
      uncalculated(column, formula);
    } else if (value != null && !value.isBlank()) {
      put(column, value);
    }
  }

  private void uncalculated(int column, String formula) throws NotASheetException {
    var link = LINK.matcher(formula);
    if (link.matches()) {
      put(column, Cells.clean(link.group(1)));
    } else if (column < limits.mostCells()) {
      uncalculated = uncalculated == null ? new BitSet() : uncalculated;
      uncalculated.set(column);
      put(column, "");
    }
  }

  private String shown(String type, int style) throws IOException {
    xml.dropText();
    var written = xml.text().toString().strip();
    if (type == null || type.equals("n")) {
      return written.isEmpty() ? null : formats.shown(written, style);
    }
    return switch (type) {
      case "s" -> shared(written);
      case "b" -> written.equals("1") ? "TRUE" : "FALSE";
      default -> CellText.plain(written);
    };
  }

  private String shared(String written) throws IOException {
    long number = number(written, -1);
    if (number < 0 || number >= texts.count()) {
      throw new MalformedException("row " + row + " asks for a text that is not there");
    }
    var text = texts.get((int) number);
    tooLong |= text == null;
    return text;
  }

  private void put(int column, String value) throws NotASheetException {
    signs += value.length();
    allSigns += value.length();
    if (allSigns > limits.mostUnzipped()) {
      throw parts.tooMuch();
    }
    tooLong |= signs > limits.mostRowSigns();
    tooMany |= column >= limits.mostCells();
    if (tooLong || tooMany) {
      return;
    }
    while (cells.size() <= column) {
      cells.add("");
    }
    cells.set(column, value);
  }

  @Override
  public long blank() {
    return blank;
  }

  @Override
  public void close() throws IOException {
    xml.close();
  }
}
