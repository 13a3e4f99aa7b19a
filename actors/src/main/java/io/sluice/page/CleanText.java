package io.sluice.page;

/**
 * Text of strangers made fit to be stored and shown: spaces and line ends are one each; signs that
 * steer, hide or turn what is written, and halves of characters, are gone.
 */
final class CleanText {
  private final StringBuilder text;
  private final int most;
  private char pending;
  private boolean cut;

  /**
   * @param most characters that are kept
   */
  CleanText(int most) {
    this.most = most;
    text = new StringBuilder(Math.min(most, 64));
  }

  /** One line of at most so many characters; null is empty. */
  static String line(String said, int most) {
    var clean = new CleanText(most);
    if (said != null) {
      clean.add(said);
    }
    return clean.toString();
  }

  void add(CharSequence said) {
    for (int at = 0; at < said.length() && !cut; at++) {
      char c = said.charAt(at);
      if (c > ' ' && c < 0x7F) {
        put(c);
      } else if (isSpace(c)) {
        space(' ');
      } else if (Character.isHighSurrogate(c)) {
        if (at + 1 < said.length() && Character.isLowSurrogate(said.charAt(at + 1))) {
          pair(c, said.charAt(++at));
        }
      } else if (isShown(c)) {
        put(c);
      }
    }
  }

  /** What follows is a new line, if anything does. */
  void endLine() {
    space('\n');
  }

  /** What follows is apart from what was before. */
  void endWord() {
    space(' ');
  }

  boolean isCut() {
    return cut;
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  int length() {
    return text.length();
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private static boolean isSpace(char c) {
    return c <= ' '
        || c == 0x7F
        || c == 0x85
        || c == '\u00A0'
        || c == '\u2028'
        || c == '\u2029'
        || c == '\u3000'
        || (c >= '\u2000' && c <= '\u200A')
        || c == '\u202F'
        || c == '\u205F';
  }

  /** Neither a control sign, nor one without width, nor one that turns the direction. */
  private static boolean isShown(char c) {
    return !(c < 0xA0
        || c == '\u00AD'
        || c == '\u061C'
        || c == '\u200B'
        || c == '\u200E'
        || c == '\u200F'
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2060' && c <= '\u206F')
        || Character.isLowSurrogate(c)
        || c == '\uFEFF'
        || (c >= '\uFFF0' && c <= '\uFFFB')
        || c >= '\uFFFE');
  }

  private void pair(char high, char low) {
    // Tags of plane 14 are never seen, and models read them.
    if (Character.toCodePoint(high, low) >>> 16 != 14) {
      put(high);
      if (!cut) {
        text.append(low);
      }
    }
  }

  private void space(char c) {
    if (!text.isEmpty() && (pending == 0 || c == '\n')) {
      pending = c;
    }
  }

  private void put(char c) {
    if (text.length() + (pending == 0 ? 1 : 2) + (Character.isSurrogate(c) ? 1 : 0) > most) {
      cut = true;
      return;
    }
    if (pending != 0) {
      text.append(pending);
      pending = 0;
    }
    text.append(c);
  }
}
