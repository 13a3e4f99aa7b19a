package io.sluice.embedding;

import java.util.regex.Pattern;

/**
 * What is looked at of a text: its beginning, and of a long one some of its middle, since a title
 * page tells little.
 */
final class Excerpt {
  private static final int BEGINNING = 900;
  private static final int MIDDLE = 250;

  /** White space is dropped from no more than this, so that a long text costs as little. */
  private static final int LOOKED_AT = 20 * BEGINNING;

  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

  private Excerpt() {}

  static String of(String text) {
    var beginning = squeezed(text, 0, BEGINNING + MIDDLE);
    if (text.length() <= LOOKED_AT && beginning.length() < BEGINNING + MIDDLE) {
      return beginning;
    }
    return cut(beginning, BEGINNING) + " " + squeezed(text, text.length() / 2, MIDDLE);
  }

  private static String squeezed(String text, int from, int most) {
    var part = text.substring(from, Math.min(text.length(), from + LOOKED_AT));
    return cut(SPACE.matcher(part).replaceAll(" ").strip(), most);
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end);
  }
}
