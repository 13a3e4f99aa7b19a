package io.sluice.page;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Tells whether bytes are a page at all: by what they begin with, and by what is said of them. */
final class HtmlSigns {
  private static final Set<String> TYPES =
      Set.of("", "text/html", "application/xhtml+xml", "application/xml", "text/xml");
  private static final int BEGINNING = 1_024;

  private HtmlSigns() {}

  /** What it is instead, or null where it is a page. */
  static String otherThan(FetchedPage page) {
    var body = page.body();
    if (body.length == 0) {
      return "an empty body";
    }
    var magic = magic(body);
    if (magic != null) {
      return magic;
    }
    var type = page.contentType();
    var beginning =
        new String(body, 0, Math.min(body.length, BEGINNING), StandardCharsets.ISO_8859_1)
            .replace("\0", "")
            .toLowerCase(Locale.ROOT);
    boolean marked = beginning.contains("<!doctype html") || beginning.contains("<html");
    if (marked) {
      return null;
    }
    if (!TYPES.contains(type)) {
      return "type " + CleanText.line(type, 60);
    }
    var start =
        beginning.replaceFirst("^(\u00EF\u00BB\u00BF|\u00FF\u00FE|\u00FE\u00FF)", "").strip();
    if (start.startsWith("{") || start.startsWith("[")) {
      return "JSON";
    }
    if (start.startsWith("<?xml") || start.startsWith("<rss") || start.startsWith("<feed")) {
      return "XML";
    }
    // Whatever is called HTML is shown by browsers, even without any markup.
    return type.isEmpty() && start.indexOf('<') < 0 ? "no markup" : null;
  }

  private static String magic(byte[] body) {
    var begin = new String(body, 0, Math.min(body.length, 8), StandardCharsets.ISO_8859_1);
    if (begin.startsWith("%PDF")) {
      return "PDF";
    }
    if (begin.startsWith("PK\u0003\u0004")) {
      return "ZIP";
    }
    if (begin.startsWith("\u001F\u008B")) {
      return "gzip";
    }
    boolean picture =
        begin.startsWith("\u0089PNG")
            || begin.startsWith("GIF8")
            || begin.startsWith("\u00FF\u00D8\u00FF")
            || begin.startsWith("RIFF");
    return picture ? "a picture" : null;
  }
}
