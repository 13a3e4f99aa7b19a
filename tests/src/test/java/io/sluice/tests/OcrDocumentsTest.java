package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan is submitted, its pages are read by tesseract, and found and sorted by their words. */
class OcrDocumentsTest {
  private static final String LINE = "The harbour office reports light airs from the west";

  @TempDir private Path directory;
  private Scene scene;
  private Sluice.Setup setup;

  @BeforeEach
  void open() throws IOException {
    scene = Scene.in(directory);
    setup = scene.setup().with("EXTRACT_WORKERS", "1").with("CLASSIFIER", "inprocess");
  }

  private static void writeScan(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (var pdf = new PDDocument()) {
      var page = new PDPage();
      pdf.addPage(page);
      var picture = picture();
      try (var content = new PDPageContentStream(pdf, page)) {
        var size = page.getMediaBox();
        var image = LosslessFactory.createFromImage(pdf, picture);
        content.drawImage(image, 0, 0, size.getWidth(), size.getHeight());
      }
      pdf.save(file.toFile());
    }
  }

  private static BufferedImage picture() throws IOException {
    try (var pdf = new PDDocument()) {
      var page = new PDPage();
      pdf.addPage(page);
      try (var content = new PDPageContentStream(pdf, page)) {
        content.beginText();
        content.setFont(new PDType1Font(FontName.HELVETICA), 14);
        content.newLineAtOffset(50, 700);
        content.showText(LINE);
        content.endText();
      }
      return new PDFRenderer(pdf).renderImageWithDPI(0, 200);
    }
  }

  private static boolean isInstalled() {
    return Files.isExecutable(Path.of("/usr/bin/tesseract"));
  }

  @Test
  void a_scan_is_read_found_and_sorted() throws IOException {
    assumeTrue(isInstalled(), "tesseract is not installed");
    writeScan(directory.resolve("in/scan.pdf"));
    var on = setup.with("OCR", "tesseract");
    var classified =
        on.run(
            "classify",
            directory.resolve("in").toString(),
            "--category",
            "weather=light airs and wind from the west");
    assertThat(classified.assertExit(0).output()).doesNotContain("without a text");
    assertThat(scene.count("SELECT count(*) FROM sluice.ocr_page")).isZero();
    assertThat(scene.count("SELECT count(*) FROM sluice.text_category")).isOne();
    assertThat(scene.count("SELECT count(*) FROM sluice.document WHERE state = 'text'")).isOne();
    assertThat(
            scene.count(
                "SELECT count(*) FROM sluice.document_page"
                    + " WHERE words @@ to_tsquery('simple', 'harbour & west')"))
        .isOne();
  }

  @Test
  void without_it_a_scan_is_left_as_it_is() throws IOException {
    writeScan(directory.resolve("in/scan.pdf"));
    setup.run("submit", "documents", "--wait", directory.resolve("in").toString()).assertExit(0);
    assertThat(scene.count("SELECT count(*) FROM sluice.ocr_page")).isZero();
    assertThat(scene.count("SELECT count(*) FROM sluice.document WHERE state = 'needs_ocr'"))
        .isOne();
  }

  @Test
  void a_language_that_is_not_installed_is_told_before_anything_starts() throws IOException {
    assumeTrue(isInstalled(), "tesseract is not installed");
    Files.createDirectories(directory.resolve("in"));
    var ended =
        setup
            .with("OCR", "tesseract")
            .with("OCR_LANGUAGES", "eng+xyz")
            .run("submit", "documents", directory.resolve("in").toString());
    ended.assertExit(2);
    assertThat(ended.errors()).contains("OCR_LANGUAGES", "apt-get install", "tesseract-ocr-xyz");
  }
}
