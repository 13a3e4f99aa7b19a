package io.sluice.sheet;

import io.sluice.sheet.XmlScanner.MalformedException;
import io.sluice.sheet.XmlScanner.Met;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An XLSX, of which the first sheet that is shown is read: the texts that its sheets share, its
 * formats and the names of its sheets are read at once, the rows when they are asked for.
 */
final class Workbook implements Sheet.Opened {
  private static final String FOLDER = "xl/";
  private static final String BOOK = FOLDER + "workbook.xml";
  private static final int MOST_SHEETS = 10_000;
  private static final int MOST_TEXTS = 8_000_000;

  private final Parts parts;
  private final SheetLimits limits;
  private final SharedStrings texts = new SharedStrings();
  private final CellFormats formats = new CellFormats();
  private final Map<String, Relation> relations = new HashMap<>();
  private SheetFormat.Xlsx format;
  private String sheet;

  private record Relation(String type, String part) {
    boolean is(String kind) {
      return type.endsWith("/" + kind);
    }
  }

  private Workbook(Parts parts, SheetLimits limits) {
    this.parts = parts;
    this.limits = limits;
  }

  static Workbook of(SheetSource source, SheetLimits limits) throws IOException {
    var book = new Workbook(Parts.of(source, limits), limits);
    try {
      book.read();
      return book;
    } catch (MalformedException e) {
      book.close();
      throw book.parts.damaged(e);
    } catch (IOException | RuntimeException e) {
      book.close();
      throw e;
    }
  }

  private void read() throws IOException {
    if (!parts.has(BOOK)) {
      throw new NotASheetException(parts.name() + " is no list of websites: " + other());
    }
    readRelations();
    readSheets();
    for (var relation : relations.values()) {
      if (relation.is("sharedStrings")) {
        readTexts(relation.part());
      } else if (relation.is("styles")) {
        readStyles(relation.part());
      }
    }
    parts.checkWhole(sheet);
  }

  private String other() {
    if (parts.has("xl/workbook.bin")) {
      return "it is a binary workbook (.xlsb): save it as .xlsx or .csv";
    }
    if (parts.has("content.xml") && parts.has("mimetype")) {
      return "it is a document of OpenOffice or LibreOffice: save the table as .xlsx or .csv";
    }
    if (parts.has("word/document.xml") || parts.has("ppt/presentation.xml")) {
      return "it is a document of Word or PowerPoint: save the table in it as .xlsx or .csv";
    }
    return "it is a zip: unpack it, and send the .csv or .xlsx in it";
  }

  private void readRelations() throws IOException {
    try (var xml = scanner("xl/_rels/workbook.xml.rels")) {
      for (var met = xml.next(); met != Met.NOTHING; met = xml.next()) {
        var target = met == Met.BEGIN && xml.is("Relationship") ? xml.attribute("Target") : null;
        var id = target == null ? null : xml.attribute("Id");
        var type = target == null ? null : xml.attribute("Type");
        if (id != null && type != null && relations.size() < MOST_SHEETS) {
          var part = target.startsWith("/") ? target.substring(1) : FOLDER + target;
          relations.put(id, new Relation(type, part));
        }
      }
    }
  }

  private void readSheets() throws IOException {
    var visible = new ArrayList<String>();
    var hidden = new ArrayList<String>();
    String name = null;
    try (var xml = scanner(BOOK)) {
      for (var met = xml.next(); met != Met.NOTHING; met = xml.next()) {
        if (met == Met.BEGIN && xml.is("workbookPr")) {
          var since = xml.attribute("date1904");
          if ("1".equals(since) || "true".equals(since)) {
            formats.countFrom1904();
          }
        }
        if (met != Met.BEGIN || !xml.is("sheet") || visible.size() + hidden.size() > MOST_SHEETS) {
          continue;
        }
        var relation = relations.get(String.valueOf(xml.attribute("id")));
        var own = Cells.clean(String.valueOf(xml.attribute("name")));
        if (relation == null || !relation.is("worksheet")) {
          continue;
        }
        var state = xml.attribute("state");
        if (state != null && !state.equals("visible")) {
          hidden.add(own);
        } else if (name == null) {
          name = own;
          sheet = relation.part();
        } else {
          visible.add(own);
        }
      }
    }
    if (name == null || !parts.has(sheet)) {
      throw new NotASheetException(
          parts.name() + " has no sheet that is shown, so there is nothing to read in it");
    }
    format = new SheetFormat.Xlsx(name, List.copyOf(visible), List.copyOf(hidden));
  }

  private void readTexts(String part) throws IOException {
    if (!parts.has(part)) {
      return;
    }
    try (var xml = scanner(part)) {
      var text = new CellText(limits.mostCellSigns());
      for (var met = xml.next(); met != Met.NOTHING; met = xml.next()) {
        if (met == Met.BEGIN && xml.is("si")) {
          text.read(xml);
          if (texts.count() >= MOST_TEXTS) {
            throw new NotASheetException(
                parts.name() + " has more than " + MOST_TEXTS + " texts: save it as .csv");
          }
          texts.add(text.isTooLong() ? null : text.text());
        }
      }
    }
  }

  private void readStyles(String part) throws IOException {
    if (!parts.has(part)) {
      return;
    }
    try (var xml = scanner(part)) {
      boolean isOfCells = false;
      for (var met = xml.next(); met != Met.NOTHING; met = xml.next()) {
        if (xml.is("cellXfs")) {
          isOfCells = met == Met.BEGIN;
        } else if (met == Met.BEGIN && xml.is("numFmt")) {
          formats.define(number(xml.attribute("numFmtId")), xml.attribute("formatCode") + "");
        } else if (met == Met.BEGIN && isOfCells && xml.is("xf")) {
          formats.addStyle(number(xml.attribute("numFmtId")));
        }
      }
    }
  }

  /** Zero if it is none. */
  private static int number(String written) {
    try {
      return written == null ? 0 : Integer.parseInt(written);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private XmlScanner scanner(String part) throws IOException {
    var in = parts.open(part);
    if (in.isEmpty()) {
      throw parts.damaged(null);
    }
    return new XmlScanner(in.get(), limits.mostCellSigns());
  }

  @Override
  public SheetFormat format() {
    return format;
  }

  @Override
  public SheetLines lines() throws IOException {
    return new WorkbookLines(scanner(sheet), texts, formats, parts, limits);
  }

  @Override
  public void close() throws IOException {
    try {
      texts.close();
    } finally {
      parts.close();
    }
  }
}
