package io.sluice.api;

/** What somebody sent, as a problem may repeat it: short, and without characters that do things. */
final class Shown {
  private static final int MOST = 80;
  private static final int MOST_WORDS = 500;

  private Shown() {}

  static String of(String value) {
    return cut(value, MOST);
  }

  /** The same of words that say what is wrong with it. */
  static String atLength(String words) {
    return cut(words, MOST_WORDS);
  }

  private static String cut(String value, int most) {
    var text = value.replaceAll("\\p{C}", "\uFFFD");
    return text.codePointCount(0, text.length()) > most
        ? text.substring(0, text.offsetByCodePoints(0, most)) + "..."
        : text;
  }
}
