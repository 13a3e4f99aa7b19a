package io.sluice.page;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Charsets by the names that pages call them, which mean what browsers take them for. */
final class CharsetNames {
  /** As in the standard of the WHATWG, where Java takes them otherwise. */
  private static final Map<String, String> BROWSERS =
      Map.ofEntries(
          Map.entry("iso-8859-1", "windows-1252"),
          Map.entry("iso8859-1", "windows-1252"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("us-ascii", "windows-1252"),
          Map.entry("ascii", "windows-1252"),
          Map.entry("iso-8859-9", "windows-1254"),
          Map.entry("tis-620", "windows-874"),
          Map.entry("iso-8859-11", "windows-874"),
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("shift-jis", "windows-31j"),
          Map.entry("sjis", "windows-31j"),
          Map.entry("x-sjis", "windows-31j"),
          Map.entry("gb2312", "GB18030"),
          Map.entry("gbk", "GB18030"),
          Map.entry("gb_2312-80", "GB18030"),
          Map.entry("euc-kr", "x-windows-949"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("big5", "Big5-HKSCS"),
          Map.entry("utf8", "UTF-8"),
          // A page whose declaration can be read byte by byte is none of these.
          Map.entry("utf-16", "UTF-8"),
          Map.entry("utf-16le", "UTF-8"),
          Map.entry("utf-16be", "UTF-8"),
          Map.entry("unicode", "UTF-8"));

  private static final Pattern NAMED =
      Pattern.compile(
          "charset\\s*+=\\s*+[\"']?\\s*+([A-Za-z0-9_:.-]{2,40})", Pattern.CASE_INSENSITIVE);
  private static final Pattern META =
      Pattern.compile("<meta\\s[^>]{0,300}?" + NAMED.pattern(), Pattern.CASE_INSENSITIVE);
  private static final Pattern XML =
      Pattern.compile("^\\s*<\\?xml[^>]{0,100}?encoding\\s*=\\s*[\"']([A-Za-z0-9_:.-]{2,40})");

  private CharsetNames() {}

  static Optional<Charset> inHeader(String contentType) {
    var named = NAMED.matcher(contentType);
    return named.find() ? of(named.group(1)) : Optional.empty();
  }

  /** What the first bytes declare. */
  static Optional<Charset> inMeta(byte[] body, int lookedAt) {
    var beginning = new String(body, 0, Math.min(body.length, lookedAt), ISO_8859_1);
    var meta = META.matcher(beginning);
    if (meta.find()) {
      return of(meta.group(1));
    }
    var xml = XML.matcher(beginning);
    return xml.find() ? of(xml.group(1)) : Optional.empty();
  }

  static Optional<Charset> of(String name) {
    var written = name.toLowerCase(Locale.ROOT);
    var known = BROWSERS.getOrDefault(written, written);
    try {
      // What steers itself by escapes can hide anything.
      return known.equals("UTF-8")
          ? Optional.of(UTF_8)
          : known.startsWith("utf-7") || known.startsWith("x-") && !known.startsWith("x-windows")
              ? Optional.empty()
              : Optional.of(Charset.forName(known)).filter(Charset::canEncode);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
