package io.sluice.model;

import io.sluice.terminal.Printable;

/** What a server or a model says, made fit for a message: one printable line, and bounded. */
final class SaidLine {
  private static final int MOST = 300;

  private SaidLine() {}

  static String of(String said) {
    return Printable.text(cut(said.strip(), MOST));
  }

  /** At most so many characters, and no half of one. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end);
  }
}
