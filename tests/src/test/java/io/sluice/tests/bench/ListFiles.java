package io.sluice.tests.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Lists of websites of any length: how many rows goes in, a file with the names of many comes out.
 */
final class ListFiles {
  private static final String TYPES =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

  private ListFiles() {}

  /** {@code sites.csv}. */
  static Path csv(Path work, int count) throws IOException {
    var file = work.resolve("sites.csv");
    try (var out = Files.newBufferedWriter(file)) {
      out.write("Company Name,Website URL,Contact Form URL,Industry,Note\r\n");
      for (int i = 0; i < count; i++) {
        out.write(
            "\"Company "
                + i
                + ", Ltd\",www."
                + host(i)
                + "/,https://"
                + host(i)
                + "/contact,Industry "
                + i % 40
                + ",\"A note of "
                + i
                + "\"\r\n");
      }
    }
    return file;
  }

  /** {@code sites.xlsx}, whose texts are shared. */
  static Path xlsx(Path work, int count) throws IOException {
    var file = work.resolve("sites.xlsx");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      part(
          zip,
          "xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id=\"s1\" Type=\""
              + TYPES
              + "worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"t\" Type=\""
              + TYPES
              + "sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
      part(
          zip,
          "xl/workbook.xml",
          "<workbook><sheets><sheet name=\"Sites\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>");
      zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
      var out = new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8));
      rows(out, count);
      out.flush();
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
      texts(out, count);
      out.flush();
      zip.closeEntry();
    }
    return file;
  }

  /** Each once, and in no order. */
  private static String host(int row) {
    return "firm-" + row * 7_919L % 1_000_003 + ".example";
  }

  private static void part(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static void rows(Writer out, int count) throws IOException {
    out.write("<worksheet><sheetData><row r=\"1\">");
    for (int i = 0; i < 4; i++) {
      out.write("<c r=\"" + (char) ('A' + i) + "1\" t=\"s\"><v>" + i + "</v></c>");
    }
    out.write("</row>");
    for (int i = 0; i < count; i++) {
      int row = i + 2;
      int text = 4 + 2 * i;
      out.write(
          "<row r=\""
              + row
              + "\" spans=\"1:4\"><c r=\"A"
              + row
              + "\" t=\"s\"><v>"
              + text
              + "</v></c><c r=\"B"
              + row
              + "\" t=\"s\"><v>"
              + (text + 1)
              + "</v></c><c r=\"C"
              + row
              + "\" s=\"1\"><v>"
              + i
              + "</v></c><c r=\"D"
              + row
              + "\" t=\"s\"><v>3</v></c></row>");
    }
    out.write("</sheetData></worksheet>");
  }

  private static void texts(Writer out, int count) throws IOException {
    out.write("<sst><si><t>Company</t></si><si><t>Website</t></si><si><t>Staff</t></si>");
    out.write("<si><t>Industry</t></si>");
    for (int i = 0; i < count; i++) {
      out.write(
          "<si><t>Company "
              + i
              + " &amp; Sons</t></si><si><t>https://www."
              + host(i)
              + "/</t></si>");
    }
    out.write("</sst>");
  }
}
