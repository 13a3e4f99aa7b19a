package io.sluice.page;

/**
 * What a page says in one piece, such as a paragraph.
 *
 * @param text its lines, cleaned
 * @param linked characters of it that are links
 * @param kind of the element that it stands in
 */
record TextBlock(String text, int linked, Kind kind, Region region) {
  /** How an element holds its text. */
  enum Kind {
    HEADING,
    PARAGRAPH,
    OTHER
  }

  /** Signs of scripts that write without spaces tell as much as two others and more. */
  int weight() {
    return text.length() + 2 * dense();
  }

  int words() {
    int words = 0;
    boolean within = false;
    for (int at = 0; at < text.length(); at++) {
      boolean letter = Character.isLetterOrDigit(text.charAt(at)) && !isDense(text.charAt(at));
      if (letter && !within) {
        words++;
      }
      within = letter || within && text.charAt(at) == '\'';
    }
    return words + (dense() + 1) / 2;
  }

  private int dense() {
    int dense = 0;
    for (int at = 0; at < text.length(); at++) {
      if (isDense(text.charAt(at))) {
        dense++;
      }
    }
    return dense;
  }

  /** Kana, Chinese signs, and Thai. */
  private static boolean isDense(char c) {
    return c >= '\u3040' && c <= '\u30FF'
        || c >= '\u3400' && c <= '\u9FFF'
        || c >= '\u0E00' && c <= '\u0E7F';
  }
}
