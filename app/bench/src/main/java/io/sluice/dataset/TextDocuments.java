package io.sluice.dataset;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import java.util.zip.ZipOutputStream;

/** Writes documents whose form is text: mails, pages of the web, rich text, and archives. */
final class TextDocuments {
  private static final int MAIL_LINE = 76;

  private TextDocuments() {}

  static byte[] txt(InventedDocument document, Random random) {
    return (document.title() + "\n\n" + document.text() + "\n").getBytes(UTF_8);
  }

  static byte[] html(InventedDocument document, Random random) {
    var text = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=");
    text.append("\"utf-8\"><title>").append(TextFiles.escaped(document.title()));
    text.append("</title>\n<style>p { margin: 1em }</style></head>\n<body>\n<h1>");
    text.append(TextFiles.escaped(document.title())).append("</h1>\n");
    for (var page : document.pages()) {
      text.append("<section>\n");
      page.forEach(one -> text.append("<p>").append(TextFiles.escaped(one)).append("</p>\n"));
      text.append("</section>\n");
    }
    return text.append("</body>\n</html>\n").toString().getBytes(UTF_8);
  }

  /** Its letters are Latin ones. */
  static byte[] rtf(InventedDocument document, Random random) {
    var text = new StringBuilder("{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times New Roman;}}\n");
    text.append("{\\info{\\title ").append(rich(document.title())).append("}}\n\\f0\\fs21\n");
    for (var page : document.pages()) {
      page.forEach(one -> text.append("\\pard ").append(rich(one)).append("\\par\n"));
      text.append("\\page\n");
    }
    return text.append("}\n").toString().getBytes(US_ASCII);
  }

  private static String rich(String text) {
    var rich = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c > '~') {
        rich.append("\\u").append((int) c).append('?');
      } else {
        rich.append("\\{}".indexOf(c) < 0 ? "" : "\\").append(c);
      }
    }
    return rich.toString();
  }

  /** Its text, and the same document as a file with it. */
  static byte[] eml(InventedDocument document, Random random) {
    var boundary = "part-" + Long.toHexString(random.nextLong());
    var attached = Base64.getMimeEncoder(MAIL_LINE, "\r\n".getBytes(US_ASCII));
    var first = document.pages().get(0);
    return """
        From: %s <post@harbour.example>
        To: office@harbour.example
        Subject: %s
        Date: Sat, 02 Mar 2019 06:12:46 +0000
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="%s"

        --%3$s
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        %s

        --%3$s
        Content-Type: text/plain; charset=utf-8; name="document.txt"
        Content-Disposition: attachment; filename="document.txt"
        Content-Transfer-Encoding: base64

        %s
        --%3$s--
        """
        .formatted(
            document.author().replaceAll("[^\\p{L} ]", ""),
            document.title(),
            boundary,
            wrapped(String.join("\n\n", first)),
            attached.encodeToString(document.text().getBytes(UTF_8)))
        .replaceAll("\r?\n", "\r\n")
        .getBytes(UTF_8);
  }

  /** Mail programs break long lines, and some servers refuse them. */
  private static String wrapped(String text) {
    return text.replaceAll("(.{1," + MAIL_LINE + "})(?: |$)", "$1\n");
  }

  /** Its first half as a text, and its second as a PDF. */
  static byte[] zip(InventedDocument document, Random random) throws IOException {
    int half = document.pages().size() / 2;
    var pages = document.pages();
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, UTF_8)) {
      var first =
          new InventedDocument(
              document.category(), document.title(), "", pages.subList(0, half), 0);
      var second =
          new InventedDocument(
              document.category(),
              document.title(),
              document.author(),
              pages.subList(half, pages.size()),
              0);
      OfficeDocuments.add(zip, "first/notes.txt", txt(first, random));
      OfficeDocuments.add(zip, "second.pdf", PdfPages.of(second));
    }
    return bytes.toByteArray();
  }
}
