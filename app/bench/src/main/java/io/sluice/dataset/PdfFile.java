package io.sluice.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.sample.NewsText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a PDF 1.4 of text pages by hand: objects one after the other, and a table of where each
 * begins. The file is as long as was asked for and at most a page longer.
 */
final class PdfFile {
  private static final int LINES_A_PAGE = 48;
  private static final int PAGES_OBJECT = 2;
  private static final int FONT_OBJECT = 3;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final List<Integer> beginnings = new ArrayList<>();

  private PdfFile() {}

  static byte[] make(Random random, int size) {
    var pdf = new PdfFile();
    pdf.write(random, size);
    return pdf.file.toByteArray();
  }

  private void write(Random random, int size) {
    append("%PDF-1.4\n");
    object("<< /Type /Catalog /Pages 2 0 R >>");
    var pages = pages(random, size);
    object(
        "<< /Type /Pages /Count %d /Kids [%s] >>"
            .formatted(
                pages.size(),
                IntStream.range(0, pages.size())
                    .mapToObj(page -> FONT_OBJECT + 1 + 2 * page + " 0 R")
                    .collect(Collectors.joining(" "))));
    object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
    pages.forEach(this::page);
    table();
  }

  private static List<String> pages(Random random, int size) {
    var pages = new ArrayList<String>();
    for (var length = 0; pages.isEmpty() || length < size; ) {
      var lines = Math.min(LINES_A_PAGE, 1 + (size - length) / 60);
      var page =
          IntStream.range(0, Math.max(1, lines))
              .mapToObj(line -> "(" + escaped(NewsText.phrase(random, "sentence")) + ") '")
              .collect(Collectors.joining("\n"));
      pages.add(page);
      length += page.length();
    }
    return pages;
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\\\()]", "\\\\$0");
  }

  private void page(String text) {
    object(
        """
        << /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R
        /Resources << /Font << /F1 %d 0 R >> >> >>\
        """
            .formatted(PAGES_OBJECT, beginnings.size() + 2, FONT_OBJECT));
    var drawn = "BT /F1 10 Tf 16 TL 56 800 Td\n" + text + "\nET";
    object("<< /Length " + drawn.length() + " >>\nstream\n" + drawn + "\nendstream");
  }

  private void object(String body) {
    beginnings.add(file.size());
    append(beginnings.size() + " 0 obj\n" + body + "\nendobj\n");
  }

  /** Each of its lines has 20 bytes, the line end among them. */
  private void table() {
    var begins = file.size();
    var objects = beginnings.size() + 1;
    append("xref\n0 " + objects + "\n0000000000 65535 f \n");
    beginnings.forEach(at -> append("%010d 00000 n \n".formatted(at)));
    append("trailer\n<< /Size " + objects + " /Root 1 0 R >>\n");
    append("startxref\n" + begins + "\n%%EOF\n");
  }

  private void append(String text) {
    file.writeBytes(text.getBytes(ISO_8859_1));
  }
}
