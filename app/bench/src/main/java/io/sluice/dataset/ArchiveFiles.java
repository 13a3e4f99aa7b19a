package io.sluice.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.sample.NewsText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs invented files into archives of about so many bytes. */
final class ArchiveFiles {
  /** Without a zone, so that it is the same bytes in all. */
  private static final LocalDateTime PACKED = LocalDateTime.of(2019, 3, 2, 6, 12, 46);

  private static final int TEXT_SHRINKS = 3;
  private static final List<FileFormat> PACKABLE =
      List.of(FileFormat.TEXT, FileFormat.CSV, FileFormat.JSON, FileFormat.JPEG, FileFormat.NOISE);

  private static final String CONTENT_TYPES =
      """
      <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
      <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
        <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
      </Types>
      """;

  private static final String RELATIONS =
      """
      <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
      </Relationships>
      """;

  private static final String DOCUMENT =
      """
      <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
      <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
      """;

  private ArchiveFiles() {}

  static byte[] zip(Random random, int size) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, UTF_8)) {
      for (var entry = 1; entry == 1 || bytes.size() < size; entry++) {
        var kind = PACKABLE.get(random.nextInt(PACKABLE.size()));
        var content = kind.make(random, size / 4);
        add(zip, "notes/" + entry + content.extension(), content.bytes());
      }
    }
    return bytes.toByteArray();
  }

  static byte[] gzip(Random random, int size) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(TextFiles.text(random, size * TEXT_SHRINKS));
    }
    return bytes.toByteArray();
  }

  /** The three parts without which a word processor opens no document. */
  static byte[] docx(Random random, int size) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, UTF_8)) {
      add(zip, "[Content_Types].xml", CONTENT_TYPES.getBytes(UTF_8));
      add(zip, "_rels/.rels", RELATIONS.getBytes(UTF_8));
      add(zip, "word/document.xml", document(random, size * TEXT_SHRINKS).getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String document(Random random, int size) {
    var text = new StringBuilder(DOCUMENT);
    do {
      text.append("<w:p><w:r><w:t>").append(TextFiles.escaped(NewsText.plain(random)));
      text.append("</w:t></w:r></w:p>\n");
    } while (text.length() < size);
    return text.append("</w:body></w:document>\n").toString();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(PACKED);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
