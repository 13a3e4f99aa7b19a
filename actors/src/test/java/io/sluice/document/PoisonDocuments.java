package io.sluice.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/** Documents that take much memory or time, never end, or cannot be read. */
public final class PoisonDocuments {
  private static final String DOCUMENT_TYPE =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
  private static final String SHEET_TYPE =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
  private static final String RELATION =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

  private final double scale;
  private final Map<String, Made> all = new LinkedHashMap<>();

  /** Makes the bytes of a document. */
  private interface Made {
    byte[] bytes() throws IOException;
  }

  /**
   * Poison by name.
   *
   * @param scale 1 for all of it, less for less
   */
  public PoisonDocuments(double scale) {
    this.scale = scale;
    all.put("glyphs.pdf", () -> MadeDocuments.pdfOfGlyphs(times(5_000_000)));
    all.put("glyphs on one spot.pdf", this::glyphsOnOneSpot);
    all.put("spaces.pdf", () -> pdf(out -> spaces(out, times(1 << 30))));
    all.put("spaces.txt.gz", this::spacesCompressed);
    all.put("many.zip", () -> many(times(100_000)));
    all.put("rows.xlsx", () -> sheet("<c><v>%d</v></c>", times(1_000_000), 1));
    all.put("empty cells.xlsx", () -> sheet("<c s=\"1\"/>", times(40_000), 100));
    all.put("mails.mbox", () -> mails(times(20_000)));
    all.put("deep.zip", () -> deep(Math.max(12, times(100))));
    all.put("wide.zip", () -> wide(10, 6));
    all.put("page tree.pdf", PoisonDocuments::loop);
    all.put("endless.pdf", PoisonDocuments::endless);
    all.put("endless.txt.gz", () -> Arrays.copyOf(spacesCompressed(), 500));
    all.put("locked.pdf", () -> MadeDocuments.lockedPdf(List.of(List.of("words")), "secret"));
    all.put("locked.docx", () -> lockedDocument("secret"));
    all.put("locked.zip", PoisonDocuments::lockedZip);
    all.put("cut.docx", () -> cut(document("words that are cut off")));
    all.put("cut.pdf", () -> cut(MadeDocuments.pdf(List.of(List.of("words")))));
    all.put("cut.zip", () -> cut(many(20)));
    all.put("empty.pdf", () -> new byte[0]);
    all.put(
        "a pdf.docx",
        () -> MadeDocuments.pdf(List.of(List.of("a PDF by another name is read as one"))));
    all.put("a text.pdf", () -> "a text by another name".getBytes(StandardCharsets.UTF_8));
    all.put("noise.docx", PoisonDocuments::noise);
  }

  /** Writes all of it, a file each. */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (var poison : all.entrySet()) {
      Files.write(directory.resolve(poison.getKey()), poison.getValue().bytes());
    }
  }

  byte[] bytes(String name) throws IOException {
    return all.get(name).bytes();
  }

  public List<String> names() {
    return List.copyOf(all.keySet());
  }

  private int times(int most) {
    return (int) Math.max(1, most * scale);
  }

  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /** A page with this content, compressed while it is written. */
  private static byte[] pdf(Writing content) throws IOException {
    var stream = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(stream, new Deflater(9), 1 << 16)) {
      content.to(out);
    }
    return pdf(
        "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n",
        "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n",
        "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            + "/Resources<</Font<</F 5 0 R>>>>>> endobj\n",
        "4 0 obj <</Filter/FlateDecode/Length %d>> stream\n".formatted(stream.size())
            + stream.toString(StandardCharsets.ISO_8859_1)
            + "\nendstream endobj\n",
        "5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\n");
  }

  private static byte[] pdf(String... objects) {
    return ("%PDF-1.4\n" + String.join("", objects) + "trailer <</Root 1 0 R>>\n%%EOF\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] glyphsOnOneSpot() throws IOException {
    var glyphs = "(a)Tj 0 0 Td ".getBytes(StandardCharsets.ISO_8859_1);
    return pdf(
        out -> {
          out.write("BT /F 11 Tf 50 750 Td ".getBytes(StandardCharsets.ISO_8859_1));
          for (int i = 0; i < times(2_000_000); i++) {
            out.write(glyphs);
          }
          out.write("ET".getBytes(StandardCharsets.ISO_8859_1));
        });
  }

  private static void spaces(OutputStream out, int bytes) throws IOException {
    var some = new byte[1 << 16];
    Arrays.fill(some, (byte) ' ');
    for (int left = bytes; left > 0; left -= some.length) {
      out.write(some, 0, Math.min(left, some.length));
    }
  }

  private byte[] spacesCompressed() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      spaces(out, times(1 << 30));
    }
    return bytes.toByteArray();
  }

  private static byte[] many(int entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (int i = 1; i <= entries; i++) {
        put(zip, "folder/%d.txt".formatted(i), "number %d".formatted(i).getBytes());
      }
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
  }

  private static byte[] sheet(String cell, int rows, int columns) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      begin(zip, "xl/workbook.xml", SHEET_TYPE);
      put(
          zip,
          "xl/workbook.xml",
          """
          <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
            <sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>
          """
              .getBytes(StandardCharsets.UTF_8));
      put(zip, "xl/_rels/workbook.xml.rels", relations("r1", "worksheet", "worksheets/sheet1.xml"));
      zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
      zip.write(
          """
          <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
          """
              .getBytes(StandardCharsets.UTF_8));
      for (int row = 1; row <= rows; row++) {
        var line = "<row>" + cell.formatted(row).repeat(columns) + "</row>\n";
        zip.write(line.getBytes(StandardCharsets.UTF_8));
      }
      zip.write("</sheetData></worksheet>".getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void begin(ZipOutputStream zip, String main, String type) throws IOException {
    put(
        zip,
        "[Content_Types].xml",
        """
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
          <Default Extension="rels"
            ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
          <Default Extension="xml"
          ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
          <Override PartName="/%s" ContentType="%s"/></Types>
        """
            .formatted(main, type)
            .getBytes(StandardCharsets.UTF_8));
    put(zip, "_rels/.rels", relations("r1", "officeDocument", main));
  }

  private static byte[] relations(String id, String type, String target) {
    return """
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
          <Relationship Id="%s" Type="%s" Target="%s"/></Relationships>
        """
        .formatted(id, RELATION + type, target)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A document of a word processor. */
  static byte[] document(String words) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      begin(zip, "word/document.xml", DOCUMENT_TYPE);
      put(
          zip,
          "word/document.xml",
          """
          <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
            <w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>
          """
              .formatted(words)
              .getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** A document that this password opens. */
  public static void writeLocked(Path file, String password) throws IOException {
    Files.write(file, lockedDocument(password));
  }

  static byte[] lockedDocument(String password) throws IOException {
    try (var file = new POIFSFileSystem()) {
      var encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
      encryptor.confirmPassword(password);
      try (var out = encryptor.getDataStream(file)) {
        out.write(document("words behind a password"));
      } catch (java.security.GeneralSecurityException e) {
        throw new IOException(e);
      }
      var bytes = new ByteArrayOutputStream();
      file.writeFilesystem(bytes);
      return bytes.toByteArray();
    }
  }

  private static byte[] mails(int mails) {
    var box = new StringBuilder();
    for (int i = 1; i <= mails; i++) {
      box.append(
          """
          From one@example.org Mon Jan  5 10:00:00 2026
          From: one@example.org
          To: two@example.org
          Subject: letter %d
          Date: Mon, 5 Jan 2026 10:00:00 +0000
          Content-Type: text/plain

          This is letter %d.

          """
              .formatted(i, i));
    }
    return box.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] deep(int levels) throws IOException {
    var inner = "in the middle".getBytes(StandardCharsets.UTF_8);
    for (int level = 1; level <= levels; level++) {
      inner = MadeDocuments.zip(Map.of(level == 1 ? "middle.txt" : "inner.zip", inner));
    }
    return inner;
  }

  /** As many files as archives within archives can have. */
  private static byte[] wide(int files, int levels) throws IOException {
    var inner = "at the bottom".getBytes(StandardCharsets.UTF_8);
    for (int level = 1; level <= levels; level++) {
      var all = new LinkedHashMap<String, byte[]>();
      for (int i = 1; i <= files; i++) {
        all.put(i + (level == 1 ? ".txt" : ".zip"), inner);
      }
      inner = MadeDocuments.zip(all);
    }
    return inner;
  }

  private static byte[] loop() {
    return pdf(
        "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n",
        "2 0 obj <</Type/Pages/Kids[3 0 R 2 0 R]/Count 2000000000>> endobj\n",
        "3 0 obj <</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 5>> endobj\n");
  }

  private static byte[] endless() {
    return pdf(
        "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n",
        "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n",
        "3 0 obj <</Type/Page/Parent 2 0 R/Contents[4 0 R 6 0 R]>> endobj\n",
        "5 0 obj 5 0 R endobj\n",
        "6 0 obj <</Length 5 0 R>> stream\nBT (words) Tj ET\n",
        "4 0 obj <</Length 2000000000>> stream\nBT (words) Tj\n");
  }

  /** With the sign that its files are locked. */
  private static byte[] lockedZip() throws IOException {
    var bytes = many(3);
    for (int i = 0; i < bytes.length - 10; i++) {
      if (bytes[i] == 'P' && bytes[i + 1] == 'K') {
        if (bytes[i + 2] == 3 && bytes[i + 3] == 4) {
          bytes[i + 6] |= 1;
        } else if (bytes[i + 2] == 1 && bytes[i + 3] == 2) {
          bytes[i + 8] |= 1;
        }
      }
    }
    return bytes;
  }

  private static byte[] cut(byte[] whole) {
    return Arrays.copyOf(whole, whole.length / 2);
  }

  private static byte[] noise() {
    var noise = new byte[5_000];
    new java.util.Random(18).nextBytes(noise);
    return noise;
  }
}
