package io.sluice.model;

/**
 * How many tokens a text is, without the model's own table: what it takes at most, by which texts
 * are cut, and what it takes at least, by which it is seen that a server has cut one silently.
 *
 * <p>In the tables of today's models a word of English is a token or two, a letter of a long word a
 * third of one, a letter of other alphabets less than three quarters, and a Chinese sign up to one
 * and a half.
 */
final class Tokens {
  private static final int HUNDREDTHS = 100;

  private Tokens() {}

  /** More than it will be, in all but odd texts. */
  static int atMost(String text) {
    long hundredths = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      hundredths += hundredths(text, at);
    }
    return (int) Math.min(Integer.MAX_VALUE, hundredths / HUNDREDTHS + 1);
  }

  /** No model has fewer: each word is one token or several. */
  static int atLeast(String text) {
    int words = 0;
    boolean within = false;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int sign = text.codePointAt(at);
      boolean letter = Character.isLetterOrDigit(sign);
      if (letter && !within) {
        words++;
      }
      within = letter || within && !Character.isWhitespace(sign);
    }
    return words;
  }

  /** As much of its beginning as has so many tokens. */
  static String first(String text, int tokens) {
    long left = (long) tokens * HUNDREDTHS;
    int at = 0;
    while (at < text.length()) {
      left -= hundredths(text, at);
      if (left < 0) {
        break;
      }
      at += Character.charCount(text.codePointAt(at));
    }
    return text.substring(0, at);
  }

  /** As much of its end as has so many tokens. */
  static String last(String text, int tokens) {
    long left = (long) tokens * HUNDREDTHS;
    int at = text.length();
    while (at > 0) {
      int before = at - Character.charCount(text.codePointBefore(at));
      left -= hundredths(text, before);
      if (left < 0) {
        break;
      }
      at = before;
    }
    return text.substring(at);
  }

  /** Of the sign that begins there. */
  private static int hundredths(String text, int at) {
    int sign = text.codePointAt(at);
    if (sign < 0x80) {
      boolean letter = Character.isLetter(sign);
      boolean within = at > 0 && Character.isLetter(text.codePointBefore(at));
      return letter ? within ? 30 : 80 : sign == ' ' ? 10 : 100;
    }
    if (Character.isIdeographic(sign)) {
      return 150;
    }
    return Character.isLetter(sign) && sign < 0x2000 ? 75 : 300;
  }
}
