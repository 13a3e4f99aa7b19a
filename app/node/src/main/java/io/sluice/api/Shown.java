package io.sluice.api;

/** What somebody sent, as a problem may repeat it: short, and without characters that do things. */
final class Shown {
  private static final int MOST = 80;

  private Shown() {}

  static String of(String value) {
    var text = value.replaceAll("\\p{C}", "\uFFFD");
    return text.codePointCount(0, text.length()) > MOST
        ? text.substring(0, text.offsetByCodePoints(0, MOST)) + "..."
        : text;
  }
}
