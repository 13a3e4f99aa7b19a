package io.sluice.words;

/** What could not be looked at while a batch was listed, as people read it. */
public final class MissedWords {
  private MissedWords() {}

  /**
   * @param missed how many directories, one at least
   */
  public static String of(long missed) {
    return missed == 1
        ? "1 directory could not be read: what is below it is missing"
        : missed + " directories could not be read: what is below them is missing";
  }
}
