package io.sluice.client;

import java.util.regex.Pattern;

/**
 * Makes what a server says fit for a terminal: signs that steer it, turn the direction of text or
 * break its lines go in, harmless ones come out.
 */
final class Printable {
  private static final String STEERING =
      "[\\p{Cc}\\p{Cs}\\u200E\\u200F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]";
  private static final Pattern SIGN = Pattern.compile(STEERING);
  private static final Pattern LINE_END = Pattern.compile("\\s*[\\r\\n\\t]+\\s*");

  private Printable() {}

  /** One line; null is empty. */
  static String text(String said) {
    return said == null
        ? ""
        : SIGN.matcher(LINE_END.matcher(said).replaceAll(" ")).replaceAll("\uFFFD");
  }

  /** JSON in which such signs, which can stand only in its strings, are escaped. */
  static String json(String json) {
    return SIGN.matcher(json)
        .replaceAll(sign -> "\\\\u%04x".formatted((int) sign.group().charAt(0)));
  }
}
