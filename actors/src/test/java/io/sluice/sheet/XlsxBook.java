package io.sluice.sheet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Makes small workbooks of parts as they are written by hand. */
final class XlsxBook {
  private static final String TYPE =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  private final Map<String, byte[]> parts = new LinkedHashMap<>();
  private final StringBuilder sheets = new StringBuilder();
  private final StringBuilder relations = new StringBuilder();
  private String properties = "";
  private int count;

  /** One sheet that is shown. */
  static XlsxBook of(String rows) {
    return new XlsxBook().sheet("Sites", "", rows);
  }

  /**
   * @param state such as {@code hidden}
   */
  XlsxBook sheet(String name, String state, String rows) {
    count++;
    var attribute = state.isEmpty() ? "" : " state=\"" + state + "\"";
    sheets.append(
        "<sheet name=\""
            + name
            + "\" sheetId=\""
            + count
            + "\""
            + attribute
            + " r:id=\"s"
            + count
            + "\"/>");
    relate("s" + count, "worksheet", "worksheets/sheet" + count + ".xml");
    return part(
        "xl/worksheets/sheet" + count + ".xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet><dimension ref=\"A1\"/><sheetData>"
            + rows
            + "</sheetData></worksheet>");
  }

  private void relate(String id, String type, String target) {
    relations.append(
        "<Relationship Id=\"" + id + "\" Type=\"" + TYPE + type + "\" Target=\"" + target + "\"/>");
  }

  XlsxBook texts(String items) {
    relate("t", "sharedStrings", "/xl/sharedStrings.xml");
    return part("xl/sharedStrings.xml", "<sst>" + items + "</sst>");
  }

  XlsxBook styles(String formats, int... cells) {
    relate("f", "styles", "styles.xml");
    var all = new StringBuilder();
    for (int cell : cells) {
      all.append("<xf numFmtId=\"" + cell + "\"/>");
    }
    return part(
        "xl/styles.xml",
        "<styleSheet><numFmts>"
            + formats
            + "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/>"
            + "</cellStyleXfs><cellXfs>"
            + all
            + "</cellXfs></styleSheet>");
  }

  XlsxBook from1904() {
    properties = "<workbookPr date1904=\"1\"/>";
    return this;
  }

  XlsxBook part(String name, String text) {
    return part(name, text.getBytes(StandardCharsets.UTF_8));
  }

  XlsxBook part(String name, byte[] bytes) {
    parts.put(name, bytes);
    return this;
  }

  SheetText text() {
    part("xl/_rels/workbook.xml.rels", "<Relationships>" + relations + "</Relationships>");
    part(
        "xl/workbook.xml",
        "<x:workbook>"
            + properties
            + "<x:sheets>"
            + sheets.toString().replace("<sheet ", "<x:sheet ")
            + "</x:sheets></x:workbook>");
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SheetText("sites.xlsx", bytes.toByteArray());
  }

  /** The same, with every part as it is. */
  static byte[] unpacked(byte[] book) {
    var bytes = new ByteArrayOutputStream();
    try (var in = new ZipInputStream(new ByteArrayInputStream(book));
        var out = new ZipOutputStream(bytes)) {
      for (var part = in.getNextEntry(); part != null; part = in.getNextEntry()) {
        var content = in.readAllBytes();
        var sum = new CRC32();
        sum.update(content);
        var entry = new ZipEntry(part.getName());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        out.putNextEntry(entry);
        out.write(content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
