package io.sluice.sheet;

/** Texts of cells, without what a database does not take. */
final class Cells {
  private static final char UNKNOWN = '\ufffd';

  private Cells() {}

  /** Without NUL and other controls, and with no half of a sign. */
  static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      if (isControl(sign) || Character.isSurrogate(sign)) {
        return rewritten(text);
      }
    }
    return text;
  }

  private static boolean isControl(char sign) {
    return sign < ' ' && sign != '\t' && sign != '\n' && sign != '\r';
  }

  private static String rewritten(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints()
        .filter(sign -> sign > Character.MAX_VALUE || !isControl((char) sign))
        .map(sign -> isHalf(sign) ? UNKNOWN : sign)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private static boolean isHalf(int sign) {
    return sign >= Character.MIN_SURROGATE && sign <= Character.MAX_SURROGATE;
  }
}
