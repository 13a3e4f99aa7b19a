package io.sluice.category;

/** What is kept of a text to tell what it is about: its beginning and its end. */
public final class Sample {
  private static final int HEAD = 12_000;
  private static final int TAIL = 4_000;

  private Sample() {}

  public static String of(String text) {
    return isWhole(text)
        ? text
        : text.substring(0, HEAD) + "\n" + text.substring(text.length() - TAIL);
  }

  private static boolean isWhole(String text) {
    return text.length() <= HEAD + TAIL;
  }

  static String head(String sample) {
    return isWhole(sample) ? sample : sample.substring(0, HEAD);
  }

  /** Empty where the head is all. */
  static String tail(String sample) {
    return isWhole(sample) ? "" : sample.substring(HEAD + 1);
  }
}
