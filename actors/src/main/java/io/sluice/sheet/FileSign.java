package io.sluice.sheet;

import io.sluice.image.ContentType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** What a file is by its first bytes, and what to do with one that is no list. */
enum FileSign {
  TEXT(""),
  ZIP(""),
  EMPTY("it is empty"),
  OLD_OFFICE(
      "it is an old Excel workbook (.xls), or one behind a password: save it as .xlsx without a"
          + " password, or as .csv"),
  PDF("it is a PDF: send the table that it was made from, as .csv or .xlsx"),
  HTML("it is a page of the web (HTML), whatever its name: save the table as .csv or .xlsx"),
  XML("it is XML: save the table as .csv or .xlsx"),
  JSON("it is JSON: write a line for each website, as .csv"),
  RTF("it is a text in RTF: save the table as .csv or .xlsx"),
  PACKED("it is packed: unpack it, and send the .csv or .xlsx in it"),
  IMAGE("it is an image: a list is text, as .csv or .xlsx"),
  BINARY("it is no text: save the list as .csv or .xlsx");

  private static final int HEAD = 8192;
  private static final String OLE = "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1";
  private static final String SEVEN_ZIP = "7z\u00bc\u00af\u0027\u001c";

  private final String words;

  FileSign(String words) {
    this.words = words;
  }

  static FileSign of(SheetSource source) throws IOException {
    try (var in = source.open()) {
      return of(in.readNBytes(HEAD));
    }
  }

  static FileSign of(byte[] head) {
    if (head.length == 0) {
      return EMPTY;
    }
    var begins = new String(head, 0, Math.min(head.length, 16), StandardCharsets.ISO_8859_1);
    if (begins.startsWith("PK\u0003\u0004") || begins.startsWith("PK\u0005\u0006")) {
      return ZIP;
    }
    if (begins.startsWith(OLE)) {
      return OLD_OFFICE;
    }
    if (begins.startsWith("\u001f\u008b")
        || begins.startsWith("BZh")
        || begins.startsWith(SEVEN_ZIP)
        || begins.startsWith("\u00fd7zXZ\u0000")
        || begins.startsWith("\u0028\u00b5\u002f\u00fd")
        || begins.startsWith("Rar!")) {
      return PACKED;
    }
    if (begins.startsWith("%PDF-")) {
      return PDF;
    }
    return TextCoding.isUtf16(head) ? TEXT : ofText(head);
  }

  private static FileSign ofText(byte[] head) {
    if (isBinary(head)) {
      var type = ContentType.of(head).type().getType();
      return type.equals("image") ? IMAGE : BINARY;
    }
    var text =
        new String(head, StandardCharsets.UTF_8)
            .replace("\ufeff", "")
            .stripLeading()
            .toLowerCase(Locale.ROOT);
    if (text.startsWith("{\\rtf")) {
      return RTF;
    }
    if (text.startsWith("{\"") || text.startsWith("[{") || text.matches("(?s)\\{\\s*\".*")) {
      return JSON;
    }
    if (text.startsWith("<")) {
      return ofMarkup(text);
    }
    return text.isEmpty() && head.length < HEAD ? EMPTY : TEXT;
  }

  private static FileSign ofMarkup(String text) {
    if (text.matches("(?s)<(!doctype html|html|head|body|table|meta|!--|script).*")) {
      return HTML;
    }
    if (text.startsWith("<?xml") || text.matches("(?s)<(!doctype|svg|workbook)\\b.*")) {
      return text.contains("<html") ? HTML : XML;
    }
    return TEXT;
  }

  /** Controls that no text has; NUL alone may be what a broken export has left. */
  private static boolean isBinary(byte[] head) {
    int nul = 0;
    int controls = 0;
    for (var one : head) {
      nul += one == 0 ? 1 : 0;
      controls += one > 0 && one < ' ' && one != '\t' && one != '\n' && one != '\r' ? 1 : 0;
    }
    return nul * 10 > head.length || controls * 20 > head.length || isImage(head);
  }

  private static boolean isImage(byte[] head) {
    var signs = new String[] {"\u0089PNG", "\u00ff\u00d8\u00ff", "GIF87a", "GIF89a", "RIFF"};
    var begins = new String(head, 0, Math.min(head.length, 8), StandardCharsets.ISO_8859_1);
    return Arrays.stream(signs).anyMatch(begins::startsWith);
  }

  /**
   * @throws NotASheetException unless it may be a list
   */
  void refuse(String name) throws NotASheetException {
    if (!words.isEmpty()) {
      throw new NotASheetException(name + " is no list of websites: " + words);
    }
  }
}
