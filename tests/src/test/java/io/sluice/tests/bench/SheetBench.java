package io.sluice.tests.bench;

import io.sluice.sheet.NotAnAddressException;
import io.sluice.sheet.Sheet;
import io.sluice.sheet.SheetLimits;
import io.sluice.sheet.SheetRow;
import io.sluice.sheet.SheetSource;
import io.sluice.sheet.SiteAddress;
import io.sluice.sheet.WebsiteColumns;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Measures how fast lists are read: rows of a CSV and of an XLSX, from their bytes to addresses and
 * registrable domains, on one core, and what is left in memory meanwhile.
 */
final class SheetBench {
  private static final int ROUNDS = 3;
  private static final String TYPES =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

  private SheetBench() {}

  /** A file that is read as often as it is asked for. */
  private record OnDisk(Path file) implements SheetSource {
    @Override
    public String name() {
      return file.getFileName().toString();
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  /** Arguments: how many rows, and a directory to work in. */
  public static void main(String[] args) throws IOException {
    int count = Integer.parseInt(args[0]);
    var work = Path.of(args[1]);
    System.out.printf(
        "Java %s, %d rows, heap at most %d MiB%n",
        Runtime.version(), count, Runtime.getRuntime().maxMemory() >> 20);
    for (var file : new Path[] {csv(work, count), xlsx(work, count)}) {
      for (int round = 0; round < ROUNDS; round++) {
        measure(file);
      }
    }
  }

  private static void measure(Path file) throws IOException {
    long start = System.nanoTime();
    long rows = 0;
    long domains = 0;
    long most = 0;
    long opened;
    try (var sheet = Sheet.of(new OnDisk(file), SheetLimits.of(200_000_000));
        var lines = sheet.lines()) {
      opened = System.nanoTime();
      var columns = WebsiteColumns.of(sheet, Optional.empty());
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get() instanceof SheetRow row && columns.isOfWebsite(row)) {
          var address = SiteAddress.of(columns.row(row).address());
          domains += address.registrableDomain().isEmpty() ? 0 : 1;
          rows++;
        }
        if (rows % 100_000 == 0) {
          System.gc();
          var runtime = Runtime.getRuntime();
          most = Math.max(most, runtime.totalMemory() - runtime.freeMemory());
        }
      }
    } catch (NotAnAddressException e) {
      throw new IOException(e);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%s: %d MB, %d rows with %d domains, %.0f rows/s (%.2f s, of which looked at first %.2f s),"
            + " heap at most %d MiB%n",
        file.getFileName(),
        Files.size(file) / 1_000_000,
        rows,
        domains,
        rows / seconds,
        seconds,
        (opened - start) / 1e9,
        most >> 20);
  }

  private static Path csv(Path work, int count) throws IOException {
    var file = work.resolve("sites.csv");
    try (var out = Files.newBufferedWriter(file)) {
      out.write("Company Name,Website URL,Contact Form URL,Industry,Note\r\n");
      for (int i = 0; i < count; i++) {
        out.write(
            "\"Company "
                + i
                + ", Ltd\",www.site"
                + i
                + ".example.com/,https://site"
                + i
                + ".example.com/contact,Industry "
                + i % 40
                + ",\"A note of "
                + i
                + "\"\r\n");
      }
    }
    return file;
  }

  private static Path xlsx(Path work, int count) throws IOException {
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
              + " &amp; Sons</t></si><si><t>https://www.site"
              + i
              + ".example.com/</t></si>");
    }
    out.write("</sst>");
  }
}
