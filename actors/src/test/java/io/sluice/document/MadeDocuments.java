package io.sluice.document;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/** Documents that tests make. */
final class MadeDocuments {
  private MadeDocuments() {}

  /**
   * A PDF.
   *
   * @param pages lines of each; one without a line has a picture alone
   */
  static byte[] pdf(List<List<String>> pages) throws IOException {
    try (var document = document(pages)) {
      return bytes(document);
    }
  }

  /** A PDF whose pages are pictures of text, as a scanner makes them. */
  static byte[] scannedPdf(List<List<String>> pages) throws IOException {
    try (var document = new PDDocument()) {
      for (var picture : pictures(pages)) {
        var page = new PDPage();
        document.addPage(page);
        try (var content = new PDPageContentStream(document, page)) {
          var size = page.getMediaBox();
          content.drawImage(
              LosslessFactory.createFromImage(document, picture),
              0,
              0,
              size.getWidth(),
              size.getHeight());
        }
      }
      return bytes(document);
    }
  }

  /** A page of so many points each way. */
  static byte[] widePdf(int side) throws IOException {
    try (var document = new PDDocument()) {
      document.addPage(new PDPage(new PDRectangle(side, side)));
      return bytes(document);
    }
  }

  /** A page without text that is filled very many times. */
  static byte[] pdfThatIsSlowToDraw(int times) throws IOException {
    try (var document = new PDDocument()) {
      var page = new PDPage();
      document.addPage(page);
      try (var content = new PDPageContentStream(document, page)) {
        for (int i = 0; i < times; i++) {
          content.addRect(0, 0, 612, 792);
          content.fill();
        }
      }
      return bytes(document);
    }
  }

  /** Pictures of pages with these lines. */
  static List<BufferedImage> pictures(List<List<String>> pages) throws IOException {
    var pictures = new ArrayList<BufferedImage>();
    try (var document = document(pages)) {
      var renderer = new PDFRenderer(document);
      for (int i = 0; i < pages.size(); i++) {
        pictures.add(renderer.renderImageWithDPI(i, 200, ImageType.GRAY));
      }
    }
    return pictures;
  }

  static byte[] lockedPdf(List<List<String>> pages, String password) throws IOException {
    try (var document = document(pages)) {
      document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
      return bytes(document);
    }
  }

  private static byte[] bytes(PDDocument document) throws IOException {
    var out = new ByteArrayOutputStream();
    document.save(out);
    return out.toByteArray();
  }

  private static PDDocument document(List<List<String>> pages) throws IOException {
    var document = new PDDocument();
    var font = new PDType1Font(FontName.HELVETICA);
    document.getDocumentInformation().setTitle("Tides of the year");
    for (var lines : pages) {
      var page = new PDPage();
      document.addPage(page);
      try (var content = new PDPageContentStream(document, page)) {
        if (lines.isEmpty()) {
          var picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
          content.drawImage(LosslessFactory.createFromImage(document, picture), 50, 50);
          continue;
        }
        content.beginText();
        content.setFont(font, 11);
        content.setLeading(14);
        content.newLineAtOffset(50, 750);
        for (var line : lines) {
          content.showText(line);
          content.newLine();
        }
        content.endText();
      }
    }
    return document;
  }

  /** A small file with a page of very many signs. */
  static byte[] pdfOfGlyphs(int glyphs) throws IOException {
    try (var document = new PDDocument()) {
      var page = new PDPage();
      document.addPage(page);
      try (var content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(new PDType1Font(FontName.HELVETICA), 11);
        content.newLineAtOffset(50, 750);
        for (int i = 0; i < glyphs / 1000; i++) {
          content.showText("a".repeat(1000));
        }
        content.endText();
      }
      return bytes(document);
    }
  }

  static byte[] zip(Map<String, byte[]> files) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return out.toByteArray();
  }

  static byte[] html(String title, String body) {
    return "<html><head><title>%s</title></head><body>%s</body></html>"
        .formatted(title, body)
        .getBytes(StandardCharsets.UTF_8);
  }
}
