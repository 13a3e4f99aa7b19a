package io.sluice.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes office documents by hand: the parts without which nothing opens them, and no more. */
final class OfficeDocuments {
  /** Without a zone, so that it is the same bytes in all. */
  private static final LocalDateTime PACKED = LocalDateTime.of(2019, 3, 2, 6, 12, 46);

  private static final String TYPE = "application/vnd.openxmlformats-officedocument.%s+xml";
  private static final String RELATION =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  private static final String NAMES =
      "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
          + " xmlns:%s=\"http://schemas.openxmlformats.org/%s/2006/main\"";
  private static final String CORE_TYPE =
      "application/vnd.openxmlformats-package.core-properties+xml";
  private static final int COLUMNS = 8;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(bytes, UTF_8);
  private final StringBuilder types = new StringBuilder();

  private OfficeDocuments() {}

  static byte[] docx(InventedDocument document, Random random) throws IOException {
    var body = new StringBuilder("<w:document " + names("w", "wordprocessingml") + "><w:body>");
    body.append("<w:p><w:r><w:t>").append(escaped(document.title())).append("</w:t></w:r></w:p>");
    for (int i = 0; i < document.pages().size(); i++) {
      if (i > 0) {
        body.append("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
      }
      for (var paragraph : document.pages().get(i)) {
        body.append("<w:p><w:r><w:t>").append(escaped(paragraph)).append("</w:t></w:r></w:p>\n");
      }
    }
    var office = new OfficeDocuments();
    office.part(
        "word/document.xml",
        "wordprocessingml.document.main",
        body.append("</w:body></w:document>").toString());
    return office.done(document, "word/document.xml");
  }

  /** A sheet a page, a few words and a number in each row. */
  static byte[] xlsx(InventedDocument document, Random random) throws IOException {
    var office = new OfficeDocuments();
    var sheets = new StringBuilder();
    var relations = new StringBuilder();
    for (int i = 1; i <= document.pages().size(); i++) {
      sheets.append("<sheet name=\"Page %d\" sheetId=\"%d\" r:id=\"rId%d\"/>".formatted(i, i, i));
      relations.append(relation(i, "worksheet", "worksheets/sheet" + i + ".xml"));
      office.part(
          "xl/worksheets/sheet" + i + ".xml",
          "spreadsheetml.worksheet",
          sheet(document.pages().get(i - 1), random));
    }
    office.part(
        "xl/workbook.xml",
        "spreadsheetml.sheet.main",
        "<x:workbook %s><x:sheets>%s</x:sheets></x:workbook>"
            .formatted(
                names("x", "spreadsheetml"), sheets.toString().replace("<sheet", "<x:sheet")));
    office.relations("xl/_rels/workbook.xml.rels", relations.toString());
    return office.done(document, "xl/workbook.xml");
  }

  private static String sheet(List<String> paragraphs, Random random) {
    var rows = new StringBuilder("<x:worksheet " + names("x", "spreadsheetml") + "><x:sheetData>");
    var words = String.join(" ", paragraphs).split(" ");
    for (int from = 0; from < words.length; from += COLUMNS) {
      rows.append("<x:row>");
      for (int i = from; i < Math.min(words.length, from + COLUMNS); i++) {
        rows.append("<x:c t=\"inlineStr\"><x:is><x:t>").append(escaped(words[i]));
        rows.append("</x:t></x:is></x:c>");
      }
      rows.append("<x:c><x:v>").append(random.nextInt(100_000)).append("</x:v></x:c></x:row>\n");
    }
    return rows.append("</x:sheetData></x:worksheet>").toString();
  }

  /** A slide a page. */
  static byte[] pptx(InventedDocument document, Random random) throws IOException {
    var office = new OfficeDocuments();
    var slides = new StringBuilder();
    var relations = new StringBuilder();
    for (int i = 1; i <= document.pages().size(); i++) {
      slides.append("<p:sldId id=\"%d\" r:id=\"rId%d\"/>".formatted(255 + i, i));
      relations.append(relation(i, "slide", "slides/slide" + i + ".xml"));
      office.part(
          "ppt/slides/slide" + i + ".xml",
          "presentationml.slide",
          slide(i == 1 ? document.title() : "", document.pages().get(i - 1)));
      office.relations(
          "ppt/slides/_rels/slide" + i + ".xml.rels",
          relation(1, "slideLayout", "../slideLayouts/slideLayout1.xml"));
    }
    office.layout();
    office.part(
        "ppt/presentation.xml",
        "presentationml.presentation.main",
        "<p:presentation %s><p:sldIdLst>%s</p:sldIdLst></p:presentation>"
            .formatted(names("p", "presentationml"), slides));
    office.relations("ppt/_rels/presentation.xml.rels", relations.toString());
    return office.done(document, "ppt/presentation.xml");
  }

  /** What no slide may lack. */
  private void layout() throws IOException {
    var empty = "<p:%s " + names("p", "presentationml") + "><p:cSld><p:spTree/></p:cSld></p:%1$s>";
    part(
        "ppt/slideLayouts/slideLayout1.xml",
        "presentationml.slideLayout",
        empty.formatted("sldLayout"));
    relations(
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels",
        relation(1, "slideMaster", "../slideMasters/slideMaster1.xml"));
    part(
        "ppt/slideMasters/slideMaster1.xml",
        "presentationml.slideMaster",
        empty.formatted("sldMaster"));
  }

  private static String slide(String title, List<String> paragraphs) {
    var text = new StringBuilder("<p:sld " + names("p", "presentationml"));
    text.append(" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><p:cSld>");
    text.append("<p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/>");
    text.append("</p:nvGrpSpPr><p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Text\"/>");
    text.append("<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>");
    if (!title.isEmpty()) {
      text.append("<a:p><a:r><a:t>").append(escaped(title)).append("</a:t></a:r></a:p>");
    }
    for (var paragraph : paragraphs) {
      text.append("<a:p><a:r><a:t>").append(escaped(paragraph)).append("</a:t></a:r></a:p>\n");
    }
    return text.append("</p:txBody></p:sp></p:spTree></p:cSld></p:sld>").toString();
  }

  private static String names(String prefix, String language) {
    return NAMES.formatted(prefix, language);
  }

  private void part(String name, String type, String content) throws IOException {
    declare(name, TYPE.formatted(type));
    add(name, content);
  }

  private void declare(String name, String type) {
    types.append("<Override PartName=\"/%s\" ContentType=\"%s\"/>".formatted(name, type));
  }

  private void relations(String name, String relations) throws IOException {
    add(
        name,
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + relations
            + "</Relationships>");
  }

  private static String relation(int number, String kind, String target) {
    return "<Relationship Id=\"rId%d\" Type=\"%s\" Target=\"%s\"/>"
        .formatted(number, RELATION + kind, target);
  }

  private byte[] done(InventedDocument document, String main) throws IOException {
    declare("docProps/core.xml", CORE_TYPE);
    add(
        "docProps/core.xml",
        """
        <cp:coreProperties
          xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
          xmlns:dc="http://purl.org/dc/elements/1.1/">
        <dc:title>%s</dc:title><dc:creator>%s</dc:creator></cp:coreProperties>\
        """
            .formatted(escaped(document.title()), escaped(document.author())));
    relations(
        "_rels/.rels",
        relation(1, "officeDocument", main)
            + "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/"
            + "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>");
    add(
        "[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/"
            + "vnd.openxmlformats-package.relationships+xml\"/>"
            + types
            + "</Types>");
    zip.close();
    return bytes.toByteArray();
  }

  private void add(String name, String content) throws IOException {
    var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + content;
    add(zip, name, xml.getBytes(UTF_8));
  }

  /** An entry of an archive. */
  static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(PACKED);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static String escaped(String text) {
    return TextFiles.escaped(text);
  }
}
