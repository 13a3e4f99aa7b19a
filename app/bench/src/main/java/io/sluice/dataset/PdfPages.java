package io.sluice.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;

/**
 * Writes a PDF 1.4 by hand: a page for each page of paragraphs, in compressed streams, with a title
 * and an author. With a password, nothing but the pages' number can be read without it.
 */
final class PdfPages {
  private static final int LINE = 92;
  private static final int FIRST_PAGE_OBJECT = 6;
  private static final int GAP = 280;
  private static final String PAGE =
      """
      << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R
      /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>\
      """;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final List<Integer> beginnings = new ArrayList<>();
  private final Optional<PdfCipher> cipher;

  private PdfPages(Optional<PdfCipher> cipher) {
    this.cipher = cipher;
  }

  static byte[] of(InventedDocument document) {
    return new PdfPages(Optional.empty()).write(document);
  }

  /** One that wants a password. */
  static byte[] locked(InventedDocument document, String password) {
    return new PdfPages(Optional.of(new PdfCipher(password))).write(document);
  }

  /**
   * A page with what is drawn on it.
   *
   * @param drawn the stream as it stands in the file
   * @param filters of it, as in {@code [/FlateDecode]}
   */
  static byte[] ofStream(byte[] drawn, String filters) {
    var pdf = new PdfPages(Optional.empty());
    pdf.begin(1, "<< >>");
    pdf.object(PAGE.formatted(FIRST_PAGE_OBJECT + 1));
    pdf.stream(drawn, filters);
    return pdf.end();
  }

  private byte[] write(InventedDocument document) {
    var told =
        cipher.isPresent()
            ? "<< >>"
            : "<< /Title (%s) /Author (%s) /Producer (Sluice dataset) >>"
                .formatted(escaped(document.title()), escaped(document.author()));
    begin(document.pages().size(), told);
    for (int i = 0; i < document.pages().size(); i++) {
      object(PAGE.formatted(FIRST_PAGE_OBJECT + 2 * i + 1));
      var drawn = page(i == 0 ? document.title() : "", document.pages().get(i));
      stream(deflated(drawn.getBytes(ISO_8859_1)), "/FlateDecode");
    }
    return end();
  }

  private void begin(int pages, String told) {
    append("%PDF-1.4\n");
    object("<< /Type /Catalog /Pages 2 0 R >>");
    var kids = new StringBuilder();
    for (int i = 0; i < pages; i++) {
      kids.append(FIRST_PAGE_OBJECT + 2 * i).append(" 0 R ");
    }
    object("<< /Type /Pages /Count %d /Kids [%s] >>".formatted(pages, kids.toString().strip()));
    object("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>");
    object("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>");
    object(told);
  }

  private static String page(String title, List<String> paragraphs) {
    var drawn = new StringBuilder("BT 14 TL 56 796 Td\n");
    if (!title.isEmpty()) {
      drawn.append("/F2 14 Tf (").append(escaped(title)).append(") Tj T* T*\n");
    }
    drawn.append("/F1 10.5 Tf\n");
    for (var paragraph : paragraphs) {
      for (int from = 0; from < paragraph.length(); ) {
        int to = lineEnd(paragraph, from);
        drawn.append(line(paragraph.substring(from, to))).append(" TJ T*\n");
        from = to + 1;
      }
      drawn.append("0 -5 Td\n");
    }
    return drawn.append("ET\n").toString();
  }

  /**
   * Letters with what lies between them, in thousandths of their size, as typesetters write it:
   * pairs are drawn together, and a space is a gap.
   */
  private static String line(String text) {
    var line = new StringBuilder("[(");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ') {
        line.append(")").append(-GAP).append("(");
        continue;
      }
      if ("\\()".indexOf(c) >= 0) {
        line.append('\\');
      }
      line.append(c);
      int together = i + 1 < text.length() ? together(c, text.charAt(i + 1)) : 0;
      if (together != 0) {
        line.append(")").append(together).append("(");
      }
    }
    return line.append(")]").toString();
  }

  /** One pair in six is, each time by as much. */
  private static int together(char one, char next) {
    int pair = one * 31 + next * 7;
    return next == ' ' || pair % 6 != 0 ? 0 : 5 + pair % 25;
  }

  /** Lines end between words, none of which is as long as a line. */
  private static int lineEnd(String text, int from) {
    return text.length() - from <= LINE ? text.length() : text.lastIndexOf(' ', from + LINE);
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\\\()]", "\\\\$0");
  }

  static byte[] deflated(byte[] plain) {
    var deflater = new Deflater();
    deflater.setInput(plain);
    deflater.finish();
    var packed = new ByteArrayOutputStream();
    var piece = new byte[1 << 16];
    while (!deflater.finished()) {
      packed.write(piece, 0, deflater.deflate(piece));
    }
    deflater.end();
    return packed.toByteArray();
  }

  private void object(String body) {
    beginnings.add(file.size());
    append(beginnings.size() + " 0 obj\n" + body + "\nendobj\n");
  }

  private void stream(byte[] drawn, String filters) {
    int number = beginnings.size() + 1;
    var bytes = cipher.map(one -> one.encrypted(drawn, number)).orElse(drawn);
    beginnings.add(file.size());
    append(
        "%d 0 obj\n<< /Length %d /Filter %s >>\nstream\n".formatted(number, bytes.length, filters));
    file.writeBytes(bytes);
    append("\nendstream\nendobj\n");
  }

  /** Each line of its table has 20 bytes, the line end among them. */
  private byte[] end() {
    int begins = file.size();
    int objects = beginnings.size() + 1;
    append("xref\n0 " + objects + "\n0000000000 65535 f \n");
    beginnings.forEach(at -> append("%010d 00000 n \n".formatted(at)));
    var locked = cipher.map(PdfCipher::dictionary).orElse("");
    append("trailer\n<< /Size " + objects + " /Root 1 0 R /Info 5 0 R" + locked + " >>\n");
    append("startxref\n" + begins + "\n%%EOF\n");
    return file.toByteArray();
  }

  private void append(String text) {
    file.writeBytes(text.getBytes(ISO_8859_1));
  }
}
